import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { FactList } from "@/components/admin/fact-list";
import { ReportOutcome } from "@/components/admin/report-table";
import type { ReportDetail } from "@/lib/reports/contract";

const linkClass = "text-accent underline underline-offset-4 break-words";

/** Who reported whom, where and when, and what became of it. Rendered on the server. */
export function ReportFacts({ report }: { report: ReportDetail }) {
  const t = useTranslations("reports");
  const format = useFormatter();
  const when = (at: Date) => format.dateTime(at, { dateStyle: "medium", timeStyle: "short" });
  const author = <bdi>{report.author.id === 0 ? t("someone") : report.author.username}</bdi>;
  return (
    <FactList
      facts={[
        { key: "state", name: t("state"), value: <ReportOutcome report={report} /> },
        { key: "room", name: t("room"), value: report.room.isDirect ? t("direct") : <Link href={`/admin/rooms/${report.room.id}`} className={linkClass}><bdi>{report.room.name}</bdi></Link> },
        { key: "author", name: t("author"), value: report.authorId === null ? author : <Link href={`/admin/users/${report.authorId}`} className={linkClass}>{author}</Link> },
        { key: "reporter", name: t("reporter"), value: <bdi>{report.reporter ?? t("someone")}</bdi> },
        { key: "when", name: t("when"), value: when(report.createdAt) },
        ...(report.sameMessage > 1 ? [{ key: "again", name: t("title"), value: t("again", { count: report.sameMessage }) }] : []),
        ...(report.closedAt ? [{ key: "decided", name: t("decided"), value: t("decidedBy", { name: report.closedBy ?? t("someone"), time: when(report.closedAt) }) }] : []),
        ...(report.words ? [{ key: "words", name: t("words"), value: <bdi className="whitespace-pre-wrap">{report.words}</bdi>, wide: true }] : []),
      ]}
    />
  );
}
