import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReportFilters } from "@/components/admin/report-filters";
import { ReportTable } from "@/components/admin/report-table";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { withQuery } from "@/lib/core/query-string";
import { load, requireModerator } from "@/lib/http/page";
import { reportFilterSchema } from "@/lib/reports/contract";
import { listReports } from "@/lib/reports/queries/reports";

const address = "/admin/reports";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reports"))("title") };
}

/** What people asked moderators to look at: the open ones, and what was decided. */
export default async function AdminReportsPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const actor = await requireModerator(address);
  const filter = reportFilterSchema.parse(await searchParams);
  const [t, { items, next }] = await Promise.all([getTranslations("reports"), load(address, () => listReports(actor, filter))]);
  const isNarrowed = Boolean(filter.reason || filter.before || filter.state === "closed");
  return (
    <Page>
      <PageHeader title={t("title")} text={t("about")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <ReportFilters filter={filter} />
        {items.length > 0 ? <ReportTable reports={items} /> : <EmptyState title={t(isNarrowed ? "emptyNarrowed" : "emptyTitle")} text={t("emptyText")} />}
        {next !== null && (
          <div>
            <ButtonLink href={withQuery(address, { ...filter, before: next })}>{t("next")}</ButtonLink>
          </div>
        )}
      </div>
    </Page>
  );
}
