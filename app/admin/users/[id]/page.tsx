import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { changeRoleAction, deactivateAction, endSessionAction, endSessionsAction, mailLinkAction, reactivateAction, removeFactorsAction } from "@/app/admin/users/actions";
import { orderDeletionAction, stopDeletionAction } from "@/app/admin/users/[id]/actions";
import { ManagePerson } from "@/components/admin/manage-person";
import { PersonDeletion } from "@/components/admin/person-deletion";
import { PersonFacts } from "@/components/admin/person-facts";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { getPerson } from "@/lib/accounts/people";
import { isAdmin } from "@/lib/authz/actor";
import { load, requireModerator } from "@/lib/http/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("detail") };
}

export default async function AdminUserPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const address = `/admin/users/${encodeURIComponent(id)}`;
  const actor = await requireModerator(address);
  if (!/^[1-9]\d{0,14}$/.test(id)) notFound();
  const [t, person] = await Promise.all([getTranslations("users"), load(address, () => getPerson(actor, Number(id)))]);
  const canManage = Object.values(person.can).some(Boolean);
  return (
    <Page>
      <PageHeader
        title={person.name}
        text={person.email ?? undefined}
        action={isAdmin(actor) ? <ButtonLink href={`/admin/audit?target=user:${person.id}`}>{t("trail")}</ButtonLink> : undefined}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <PersonFacts person={person} {...(person.can.endSessions ? { endSession: endSessionAction } : {})} />
        {canManage && (
          <ClientMessages namespaces={["common", "users"]}>
            <ManagePerson person={person} actions={{ changeRole: changeRoleAction, deactivate: deactivateAction, reactivate: reactivateAction, endSessions: endSessionsAction, mailLink: mailLinkAction, removeFactors: removeFactorsAction }} />
          </ClientMessages>
        )}
        {person.can.endSessions && (
          <ClientMessages namespaces={["common", "profile"]}>
            <PersonDeletion person={person} deletion={person.deletion} actions={{ order: orderDeletionAction, stop: stopDeletionAction }} />
          </ClientMessages>
        )}
      </div>
    </Page>
  );
}
