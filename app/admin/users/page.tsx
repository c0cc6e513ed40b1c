import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { PeopleFilters } from "@/components/admin/people-filters";
import { PeopleTable } from "@/components/admin/people-table";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { personStates, userRoles } from "@/lib/accounts/contract";
import { listPeople } from "@/lib/accounts/people";
import { isAdmin } from "@/lib/authz/actor";
import { load, requireModerator } from "@/lib/http/page";

const address = "/admin/users";

/** An address typed by hand narrows to what it says sensibly; the rest of it means nothing. */
const searchSchema = z.object({
  text: z.string().max(200).optional().catch(undefined),
  role: z.enum(userRoles).optional().catch(undefined),
  state: z.enum(personStates).optional().catch(undefined),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function AdminUsersPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const actor = await requireModerator(address);
  const filter = searchSchema.parse(await searchParams);
  const [t, { items, next }] = await Promise.all([getTranslations("users"), load(address, () => listPeople(actor, filter))]);
  const following = new URLSearchParams(Object.entries({ ...filter, before: next }).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])));
  return (
    <Page>
      <PageHeader title={t("title")} text={t("about")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <PeopleFilters filter={filter} searchesAddresses={isAdmin(actor)} />
        {items.length > 0 ? <PeopleTable people={items} /> : <EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
        {next !== null && (
          <div>
            <ButtonLink href={`${address}?${following}`}>{t("next")}</ButtonLink>
          </div>
        )}
      </div>
    </Page>
  );
}
