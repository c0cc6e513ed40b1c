import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { decideReportAction } from "@/app/admin/reports/actions";
import { DecideReport } from "@/components/admin/decide-report";
import { ReportContext } from "@/components/admin/report-context";
import { ReportFacts } from "@/components/admin/report-facts";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { isAdmin } from "@/lib/authz/actor";
import { parseId } from "@/lib/core/ids";
import { load, requireModerator } from "@/lib/http/page";
import { openReport } from "@/lib/reports/commands/open-report";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reports"))("detail") };
}

/** One report: what was written and what stood around it, who reported it and why, and what is decided. */
export default async function AdminReportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const address = `/admin/reports/${encodeURIComponent(id)}`;
  const actor = await requireModerator(address);
  const reportId = parseId(id);
  if (reportId === null) notFound();
  const [t, report] = await Promise.all([getTranslations("reports"), load(address, () => openReport(actor, reportId))]);
  const isOwn = report.authorId === actor.userId;
  return (
    <Page>
      <PageHeader title={t(`reasons.${report.reason}`)} action={isAdmin(actor) ? <ButtonLink href={`/admin/audit?target=report:${report.id}`}>{t("trail")}</ButtonLink> : undefined} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <ReportFacts report={report} />
        <ReportContext report={report} />
        {report.can.decide && (
          <ClientMessages namespaces={["reports"]}>
            <DecideReport report={{ id: report.id, can: report.can }} decide={decideReportAction} />
          </ClientMessages>
        )}
        {isOwn && report.closedAt === null && <p className="text-muted">{t("notYours")}</p>}
      </div>
    </Page>
  );
}
