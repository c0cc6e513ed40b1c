import type { Metadata } from "next";
import { getLocale, getNow, getTranslations } from "next-intl/server";
import { z } from "zod";
import { RunFilters } from "@/components/admin/run-filters";
import { RunTable } from "@/components/admin/run-table";
import { AutoRefresh } from "@/components/shell/auto-refresh";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { withQuery } from "@/lib/core/query-string";
import { canManageJobs } from "@/lib/jobs/policy";
import { load, requireStaff } from "@/lib/http/page";
import { runStatuses } from "@/lib/jobs/contract";
import { getJobsHome, listRunFunctions, listRuns } from "@/lib/jobs/queries";

const address = "/admin/jobs";
const pageSize = 50;

/** An address typed by hand narrows to what it says sensibly; the rest of it means nothing. */
const searchSchema = z.object({
  function: z.string().regex(/^[\w-]{1,200}$/).optional().catch(undefined),
  status: z.enum(runStatuses).optional().catch(undefined),
  before: z.string().regex(/^\w{1,40}$/).optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("jobs"))("title") };
}

/** The runs of background functions; for administrators. */
export default async function AdminJobsPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const actor = await requireStaff(address, canManageJobs);
  const filter = searchSchema.parse(await searchParams);
  const [t, locale, now, home] = await Promise.all([getTranslations("jobs"), getLocale(), getNow(), load(address, async () => getJobsHome(actor))]);
  const [functions, { items, next }] = await Promise.all([
    load(address, () => listRunFunctions(actor)),
    load(address, () => listRuns(actor, { status: filter.status, functionId: filter.function, before: filter.before, limit: pageSize })),
  ]);
  return (
    <Page>
      <PageHeader title={t("title")} text={t("about")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {home.mode === "inngest" && (
          <p className="max-w-text text-ui">
            {t.rich("elsewhere", {
              link: (text) => (
                <a href={home.url} rel="noreferrer" className="text-accent underline underline-offset-4">
                  {text}
                </a>
              ),
            })}
          </p>
        )}
        <RunFilters filter={filter} functions={functions} />
        {items.length > 0 ? <RunTable runs={items} now={now} locale={locale} /> : <EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
        {next !== null && (
          <div>
            <ButtonLink href={withQuery(address, { ...filter, before: next })}>{t("next")}</ButtonLink>
          </div>
        )}
      </div>
      {filter.before === undefined && <AutoRefresh seconds={10} />}
    </Page>
  );
}
