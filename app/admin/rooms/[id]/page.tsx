import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getLocale, getMessages, getTranslations } from "next-intl/server";
import { ManageRoom } from "@/components/admin/manage-room";
import { RoomState } from "@/components/admin/room-table";
import { AddMember } from "@/components/rooms/add-member";
import type { HostTexts } from "@/components/rooms/host-texts";
import { MemberList } from "@/components/rooms/member-list";
import { RoomIdentityForm } from "@/components/rooms/room-identity-form";
import { RoomSwitches } from "@/components/rooms/room-switches";
import type { RoomTexts } from "@/components/rooms/texts";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { isAdmin, type UserActor } from "@/lib/authz/actor";
import { getCallPresence } from "@/lib/calls/queries";
import { fill } from "@/lib/core/fill";
import { parseId } from "@/lib/core/ids";
import { regionalLocale } from "@/lib/core/locale";
import { settings } from "@/lib/core/settings";
import { load, requireModerator } from "@/lib/http/page";
import { readKeptAtMostDays } from "@/lib/recordings/queries/use";
import type { AnyRoomDetail } from "@/lib/rooms/contract";
import { getAnyRoom } from "@/lib/rooms/queries/all-rooms";
import { listRoomMembers } from "@/lib/rooms/queries/list-members";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("roomsAdmin"))("title") };
}

export default async function AdminRoomPage({ params, searchParams }: Props) {
  const [{ id: asked }, { page }] = await Promise.all([params, searchParams]);
  const id = parseId(asked);
  if (id === null) notFound();
  const address = `/admin/rooms/${id}`;
  const actor = await requireModerator(address);
  const [t, messages, room] = await Promise.all([getTranslations("roomsAdmin"), getMessages(), load(address, () => getAnyRoom(actor, id))]);
  const hostTexts = messages.host as HostTexts;
  return (
    <Page>
      <PageHeader title={room.name} text={`/r/${room.slug}`} action={isAdmin(actor) ? <ButtonLink href={`/admin/audit?target=room:${room.id}`}>{t("trail")}</ButtonLink> : undefined} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <Facts room={room} />
        <ClientMessages namespaces={["roomsAdmin"]}>
          <ManageRoom room={{ id: room.id, name: room.name, isLive: room.isLive, isDeleted: room.deletedAt !== null }} hostTexts={hostTexts} />
        </ClientMessages>
        {room.deletedAt === null && <Living actor={actor} room={room} page={typeof page === "string" && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1} texts={messages.rooms as RoomTexts} hostTexts={hostTexts} />}
      </div>
    </Page>
  );
}

async function Facts({ room }: { room: AnyRoomDetail }) {
  const [t, format, { known, people }] = await Promise.all([getTranslations("roomsAdmin"), getFormatter(), getCallPresence(room.id)]);
  const inside = !known ? t("callUnknown") : people.length === 0 ? t("noCall") : people.map(({ name }) => name).join(", ");
  const rows: [string, string][] = [
    [t("owners"), room.owners.map(({ username }) => username).join(", ") || t("nobody")],
    [t("access"), t(`levels.${room.accessLevel}`)],
    [t("people"), format.number(room.memberCount)],
    [t("since"), format.dateTime(room.createdAt, { dateStyle: "medium" })],
    [t("inCall"), inside],
  ];
  return (
    <dl className="grid max-w-text gap-x-6 gap-y-2 text-ui sm:grid-cols-[max-content_minmax(0,1fr)]">
      <dt className="text-muted">{t("state")}</dt>
      <dd className="flex flex-wrap items-center gap-2">
        <RoomState room={room} />
        {room.keptUntil && t("keptUntil", { date: format.dateTime(room.keptUntil, { dateStyle: "medium" }) })}
      </dd>
      {rows.map(([term, text]) => (
        <div key={term} className="contents">
          <dt className="text-muted">{term}</dt>
          <dd className="break-words">
            <bdi>{text}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const pageSize = settings.pageLimitMax;

/** What can be changed while the room is not deleted: its members page by page, its name and address, its switches. */
async function Living({ actor, room, page, texts, hostTexts }: { actor: UserActor; room: AnyRoomDetail; page: number; texts: RoomTexts; hostTexts: HostTexts }) {
  const [t, locale, { count, members }] = await Promise.all([getTranslations("roomsAdmin"), getLocale(), listRoomMembers(actor, room.id, { limit: pageSize, offset: (page - 1) * pageSize })]);
  const address = `/admin/rooms/${room.id}`;
  return (
    <>
      <section aria-labelledby="members" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 id="members" className="text-lg">
          {hostTexts.members}
        </h2>
        <p className="text-muted">{fill(hostTexts.membersText, { count })}</p>
        <AddMember roomId={room.id} hint={t("addHint")} texts={hostTexts} />
        <MemberList roomId={room.id} viewerId={actor.userId} members={members} texts={hostTexts} />
        <div className="flex gap-3 empty:hidden">
          {page > 1 && <ButtonLink href={page === 2 ? address : `${address}?page=${page - 1}`}>{hostTexts.previous}</ButtonLink>}
          {page * pageSize < count && <ButtonLink href={`${address}?page=${page + 1}`}>{hostTexts.next}</ButtonLink>}
        </div>
      </section>
      <div className="grid max-w-text gap-10">
        <RoomIdentityForm key={`${room.name}/${room.slug}`} room={{ id: room.id, name: room.name, slug: room.slug }} isAtAddress={false} texts={texts} hostTexts={hostTexts} />
        <RoomSwitches id={room.id} facts={{ access_level: room.accessLevel, listed: room.listed, configuration: room.configuration }} texts={texts} hostTexts={hostTexts} locale={regionalLocale(locale)} keptAtMostDays={readKeptAtMostDays()} />
      </div>
    </>
  );
}
