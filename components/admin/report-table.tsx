import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Table } from "@/components/ui/table";
import type { ReportItem, ReportMeasure } from "@/lib/reports/contract";

/** What was decided, in words; or that it is still to be. */
export function ReportOutcome({ report }: { report: Pick<ReportItem, "closedAt" | "measures"> }) {
  const t = useTranslations("reports");
  if (report.closedAt === null) return <Badge tone="attention">{t("states.open")}</Badge>;
  if (report.measures.length === 0) return <Badge>{t("nothingTaken")}</Badge>;
  return (
    <span className="flex flex-wrap gap-1">
      {report.measures.map((measure: ReportMeasure) => (
        <Badge key={measure} tone="accent">
          {t(`taken.${measure}`)}
        </Badge>
      ))}
    </span>
  );
}

/** Reports, newest first, each with the way to its page. Rendered on the server. */
export function ReportTable({ reports }: { reports: ReportItem[] }) {
  const t = useTranslations("reports");
  const format = useFormatter();
  return (
    <Table
      caption={t("title")}
      rows={reports}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "reason",
          title: t("reason"),
          heading: true,
          cell: ({ id, reason, sameMessage }) => (
            <span className="grid">
              {/* Looking at a report is noted, so it is not fetched ahead. */}
              <Link href={`/admin/reports/${id}`} prefetch={false} className="target inline-flex items-center text-accent underline underline-offset-4">
                {t(`reasons.${reason}`)}
              </Link>
              {sameMessage > 1 && <span className="text-sm text-muted">{t("again", { count: sameMessage })}</span>}
            </span>
          ),
        },
        { key: "author", title: t("author"), cell: ({ author }) => <bdi className="break-words">{author.id === 0 ? t("someone") : author.username}</bdi> },
        { key: "room", title: t("room"), cell: ({ room }) => <bdi className="break-words">{room.isDirect ? t("direct") : room.name}</bdi> },
        { key: "reporter", title: t("reporter"), cell: ({ reporter }) => <bdi className="break-words">{reporter ?? t("someone")}</bdi> },
        { key: "state", title: t("state"), cell: (report) => <ReportOutcome report={report} /> },
        { key: "when", title: t("when"), numeric: true, cell: ({ createdAt }) => <time dateTime={createdAt.toISOString()}>{format.dateTime(createdAt, { dateStyle: "medium", timeStyle: "short" })}</time> },
      ]}
    />
  );
}
