import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoomPartPage, type PartProps } from "@/app/(product)/r/[slug]/part";
import { roomOf } from "@/app/(product)/r/[slug]/room-of";
import { AddMember } from "@/components/rooms/add-member";
import { CopyLink } from "@/components/rooms/copy-link";
import { InvitationList } from "@/components/rooms/invitation-list";
import { InvitePeople } from "@/components/rooms/invite-people";
import { MemberList } from "@/components/rooms/member-list";
import { ClientMessages } from "@/components/shell/client-messages";
import { ButtonLink } from "@/components/ui/button-link";
import { QrCode } from "@/components/ui/qr-code";
import { fill } from "@/lib/core/fill";
import { settings } from "@/lib/core/settings";
import { pageUrl } from "@/lib/http/page-links";
import { listInvitations } from "@/lib/rooms/queries/invitations";
import { listRoomMembers } from "@/lib/rooms/queries/list-members";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const room = await roomOf((await params).slug);
  return room ? { title: room.name, robots: "noindex" } : {};
}

export default async function RoomMembersPage({ params, searchParams }: Props) {
  const [{ slug }, { page }] = await Promise.all([params, searchParams]);
  const number = typeof page === "string" && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1;
  return (
    <RoomPartPage slug={slug} current="members">
      {(props) => <Members {...props} page={number} />}
    </RoomPartPage>
  );
}

const pageSize = settings.pageLimitMax;

async function Members({ actor, room, texts, hostTexts, page }: PartProps & { page: number }) {
  const [t, { count, members }, invitations] = await Promise.all([
    getTranslations("invitations"),
    listRoomMembers(actor, room.id, { limit: pageSize, offset: (page - 1) * pageSize }),
    room.can.invite ? listInvitations(actor, room.id) : null,
  ]);
  const address = `/r/${room.slug}/members`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <section aria-label={hostTexts.members} className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
        <p className="text-muted">{fill(hostTexts.membersText, { count })}</p>
        {room.can.manage_members && <AddMember roomId={room.id} texts={hostTexts} />}
        {invitations && (
          <ClientMessages namespaces={["invitations"]}>
            <InvitePeople roomId={room.id} roles={room.can.make_owners ? ["member", "administrator", "owner"] : ["member", "administrator"]} />
            {invitations.length > 0 && (
              <section aria-labelledby="invited" className="grid gap-2">
                <h2 id="invited" className="text-lg">
                  {t("listTitle", { count: invitations.length })}
                </h2>
                <InvitationList roomId={room.id} invitations={invitations} />
              </section>
            )}
          </ClientMessages>
        )}
        <MemberList roomId={room.id} viewerId={actor.userId} members={members} texts={hostTexts} />
        <div className="flex gap-3">
          {page > 1 && <ButtonLink href={page === 2 ? address : `${address}?page=${page - 1}`}>{hostTexts.previous}</ButtonLink>}
          {page * pageSize < count && <ButtonLink href={`${address}?page=${page + 1}`}>{hostTexts.next}</ButtonLink>}
        </div>
      </section>
      <aside aria-labelledby="room-link" className="grid content-start gap-3">
        <div className="flex items-center justify-between gap-2">
          <h2 id="room-link" className="text-lg">
            {hostTexts.link}
          </h2>
          <CopyLink slug={room.slug} texts={texts} />
        </div>
        <p className="text-sm break-all">{pageUrl(`/r/${room.slug}`, {})}</p>
        <QrCode text={pageUrl(`/r/${room.slug}`, {})} label={hostTexts.qr} className="w-44 rounded-card" />
        <p className="text-sm text-muted">{hostTexts.linkText}</p>
      </aside>
    </div>
  );
}
