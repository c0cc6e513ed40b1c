import { clsx } from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { ReportDetail } from "@/lib/reports/contract";

/** The reported message between those that stood around it then. Rendered on the server, as plain text. */
export function ReportContext({ report }: { report: ReportDetail }) {
  const t = useTranslations("reports");
  const format = useFormatter();
  return (
    <section aria-labelledby="context" className="grid max-w-text gap-3">
      <h2 id="context" className="text-lg">
        {t("context")}
      </h2>
      {report.isGone && <p className="text-muted">{t("gone")}</p>}
      <ol className="grid gap-1">
        {report.context.map(({ id, user, content, at, files }) => (
          <li key={id} className={clsx("grid gap-0.5 rounded-control px-3 py-2", id === report.messageId && "bg-attention-soft")}>
            <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
              <bdi className="font-semibold text-ink">{user.id === 0 ? t("someone") : user.username}</bdi>
              <time dateTime={at.toISOString()} className="tabular">
                {format.dateTime(at, { dateStyle: "medium", timeStyle: "short" })}
              </time>
              {id === report.messageId && <Badge tone="attention">{t("reported")}</Badge>}
            </p>
            <p dir="auto" className="text-ui break-words whitespace-pre-wrap [overflow-wrap:anywhere]">
              {content}
            </p>
            {files.length > 0 && <p className="text-sm break-words text-muted">{files.join(", ")}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
