import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { changeRoleAction, deactivateAction, endSessionAction, endSessionsAction, mailLinkAction, reactivateAction, removeFactorsAction } from "@/app/admin/users/actions";
import { revokeInvitationAction } from "@/app/admin/users/invite/actions";
import { orderDeletionAction, stopDeletionAction } from "@/app/admin/users/[id]/actions";
import { AuditTable } from "@/components/admin/audit-table";
import { ManagePerson } from "@/components/admin/manage-person";
import { Part, PersonRooms, PersonVideos } from "@/components/admin/person-belongings";
import { PersonDeletion } from "@/components/admin/person-deletion";
import { PersonFacts } from "@/components/admin/person-facts";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { getPerson } from "@/lib/accounts/people";
import { canSeePeople } from "@/lib/accounts/policy";
import { canReadAudit } from "@/lib/audit/policy";
import { listAudit } from "@/lib/audit/queries";
import { load, requireStaff } from "@/lib/http/page";
import { listRoomsOfPerson } from "@/lib/rooms/queries/rooms-of-person";
import { listVideosOfPerson } from "@/lib/videos/videos-of-person";

/** Of each list; the rest is a search away. */
const shown = 10;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("detail") };
}

export default async function AdminUserPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const address = `/admin/users/${encodeURIComponent(id)}`;
  const actor = await requireStaff(address, canSeePeople);
  if (!/^[1-9]\d{0,14}$/.test(id)) notFound();
  const [t, person, rooms, videos, trail] = await Promise.all([
    getTranslations("users"),
    load(address, () => getPerson(actor, Number(id))),
    load(address, () => listRoomsOfPerson(actor, Number(id), shown)),
    load(address, () => listVideosOfPerson(actor, Number(id), shown)),
    canReadAudit(actor).allowed ? load(address, () => listAudit(actor, { about: Number(id), limit: shown })) : null,
  ]);
  const canManage = Object.values(person.can).some(Boolean);
  return (
    <Page>
      <PageHeader
        title={person.name}
        text={person.email ?? undefined}
        action={trail ? <ButtonLink href={`/admin/audit?target=user:${person.id}`}>{t("trail")}</ButtonLink> : undefined}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <PersonFacts person={person} {...(person.can.endSessions ? { endSession: endSessionAction } : {})} />
        {canManage && (
          <ClientMessages namespaces={["common", "users"]}>
            <ManagePerson person={person} actions={{ changeRole: changeRoleAction, deactivate: deactivateAction, reactivate: reactivateAction, endSessions: endSessionsAction, mailLink: mailLinkAction, revokeInvitation: revokeInvitationAction, removeFactors: removeFactorsAction }} />
          </ClientMessages>
        )}
        <PersonRooms rooms={rooms.items} total={rooms.total} />
        <PersonVideos videos={videos.items} total={videos.total} />
        {trail && (
          <Part id="trail" title={t("belongings.trail")} empty={trail.items.length === 0 ? t("belongings.noTrail") : undefined}>
            <AuditTable entries={trail.items} />
          </Part>
        )}
        {person.can.endSessions && person.state !== "invited" && (
          <ClientMessages namespaces={["common", "profile"]}>
            <PersonDeletion person={person} deletion={person.deletion} actions={{ order: orderDeletionAction, stop: stopDeletionAction }} />
          </ClientMessages>
        )}
      </div>
    </Page>
  );
}
