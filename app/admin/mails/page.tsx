import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { retryAllMailsAction } from "@/app/admin/mails/actions";
import { MailFilters } from "@/components/admin/mail-filters";
import { MailTable } from "@/components/admin/mail-table";
import { RetryMails } from "@/components/admin/retry-mails";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { withQuery } from "@/lib/core/query-string";
import { canManageMails } from "@/lib/notifications/policy";
import { load, requireStaff } from "@/lib/http/page";
import { mailFilterSchema } from "@/lib/notifications/contract";
import { countFailedMails, listMails } from "@/lib/notifications/mail-log";

const address = "/admin/mails";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("mails"))("title") };
}

/** Which mails wait, which went out, and which did not; for administrators. */
export default async function AdminMailsPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const actor = await requireStaff(address, canManageMails);
  const filter = mailFilterSchema.parse(await searchParams);
  const [t, { items, next }, failed] = await Promise.all([getTranslations("mails"), load(address, () => listMails(actor, filter)), load(address, () => countFailedMails(actor))]);
  const sorting = { current: filter.sort ?? "-created", href: (sort: string) => withQuery(address, { ...filter, sort, before: null }) };
  const isNarrowed = Boolean(filter.text || filter.state || filter.before);
  return (
    <Page>
      <PageHeader title={t("title")} text={t("about")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {failed > 0 && (
          <ClientMessages namespaces={["mails"]}>
            <RetryMails failed={failed} action={retryAllMailsAction} />
          </ClientMessages>
        )}
        <MailFilters filter={filter} />
        {items.length > 0 ? <MailTable mails={items} sorting={sorting} /> : <EmptyState title={t("emptyTitle")} text={t(isNarrowed ? "emptyNarrowed" : "emptyText")} />}
        {next !== null && (
          <div>
            <ButtonLink href={withQuery(address, { ...filter, before: next })}>{t("next")}</ButtonLink>
          </div>
        )}
      </div>
    </Page>
  );
}
