import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { functionName, RunStatusBadge } from "@/components/admin/run-status";
import { Table } from "@/components/ui/table";
import { formatElapsed } from "@/lib/core/format";
import type { RunSummary } from "@/lib/jobs/contract";

/** How long a run took, or has taken so far; empty before it began. */
function elapsedOf({ startedAt, endedAt }: RunSummary, nowMs: number, locale: string): string {
  if (startedAt === null) return "–";
  return formatElapsed((endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(startedAt), locale);
}

/** Runs of functions, newest first, each with the way to its steps. Rendered on the server. */
export function RunTable({ runs, now, locale }: { runs: RunSummary[]; now: Date; locale: string }) {
  const t = useTranslations("jobs");
  const format = useFormatter();
  return (
    <Table
      caption={t("title")}
      rows={runs}
      rowKey={(run) => run.id}
      columns={[
        {
          key: "function",
          title: t("function"),
          heading: true,
          cell: (run) => (
            <span className="grid gap-0.5">
              <Link href={`/admin/jobs/${run.id}`} className="target inline-flex items-center break-words text-accent underline underline-offset-4">
                {functionName(t, run.functionId)}
              </Link>
              {run.error && <span className="line-clamp-2 text-sm font-normal break-words text-danger">{run.error.message}</span>}
            </span>
          ),
        },
        { key: "state", title: t("state"), cell: (run) => <RunStatusBadge status={run.status} /> },
        { key: "steps", title: t("steps"), numeric: true, cell: (run) => t("stepCount", { done: run.steps.done, total: run.steps.total }) },
        { key: "retries", title: t("retries"), numeric: true, cell: (run) => format.number(run.retries) },
        {
          key: "started",
          title: t("started"),
          cell: (run) => (
            <time className="tabular" dateTime={run.startedAt ?? run.queuedAt}>
              {format.dateTime(new Date(run.startedAt ?? run.queuedAt), { dateStyle: "medium", timeStyle: "medium" })}
            </time>
          ),
        },
        { key: "took", title: t("took"), numeric: true, cell: (run) => elapsedOf(run, now.getTime(), locale) },
      ]}
    />
  );
}
