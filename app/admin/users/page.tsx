import UserPlus from "@lucide/icons/icons/user-plus";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { PeopleFilters } from "@/components/admin/people-filters";
import { PeopleTable } from "@/components/admin/people-table";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { personSorts, personStates, userRoles } from "@/lib/accounts/contract";
import { listPeople } from "@/lib/accounts/people";
import { canInvitePeople, canSeePeople } from "@/lib/accounts/policy";
import { isAdmin } from "@/lib/authz/actor";
import { withQuery } from "@/lib/core/query-string";
import { sortSchema } from "@/lib/core/sort";
import { load, requireStaff } from "@/lib/http/page";

const address = "/admin/users";

/** An address typed by hand narrows to what it says sensibly; the rest of it means nothing. */
const searchSchema = z.object({
  text: z.string().max(200).optional().catch(undefined),
  role: z.enum(userRoles).optional().catch(undefined),
  state: z.enum(personStates).optional().catch(undefined),
  sort: sortSchema(personSorts).optional().catch(undefined),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function AdminUsersPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const actor = await requireStaff(address, canSeePeople);
  const filter = searchSchema.parse(await searchParams);
  const [t, { items, next }] = await Promise.all([getTranslations("users"), load(address, () => listPeople(actor, filter))]);
  const sorting = { current: filter.sort ?? "-since", href: (sort: string) => withQuery(address, { ...filter, sort, before: null }) };
  return (
    <Page>
      <PageHeader
        title={t("title")}
        text={t("about")}
        action={
          canInvitePeople(actor).allowed ? (
            <ButtonLink href={`${address}/invite`} look="primary" icon={<Icon of={UserPlus} size={18} />}>
              {t("invite.title")}
            </ButtonLink>
          ) : undefined
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <PeopleFilters filter={filter} searchesAddresses={isAdmin(actor)} />
        {items.length > 0 ? <PeopleTable people={items} sorting={sorting} /> : <EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
        {next !== null && (
          <div>
            <ButtonLink href={withQuery(address, { ...filter, before: next })}>{t("next")}</ButtonLink>
          </div>
        )}
      </div>
    </Page>
  );
}
