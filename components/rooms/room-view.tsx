"use client";

import Phone from "@lucide/icons/icons/phone";
import Users from "@lucide/icons/icons/users";
import { useRouter } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { ChatPane } from "@/components/chat/chat-pane";
import type { ChatTexts } from "@/components/chat/texts";
import { useChat } from "@/components/chat/use-chat";
import type { RoomWireEvent } from "@/components/realtime/wire";
import { CallBadge, callTurns } from "@/components/rooms/call-badge";
import { CopyLink } from "@/components/rooms/copy-link";
import type { HostTexts } from "@/components/rooms/host-texts";
import { DirectNote } from "@/components/rooms/direct-note";
import { LeaveRoom } from "@/components/rooms/leave-room";
import { MuteButton } from "@/components/rooms/mute-button";
import { People } from "@/components/rooms/people";
import { RoomGone } from "@/components/rooms/room-gone";
import { RoomTabs, type RoomPart } from "@/components/rooms/room-tabs";
import type { RoomTexts } from "@/components/rooms/texts";
import { useDirect } from "@/components/rooms/use-direct";
import { useHere } from "@/components/rooms/use-here";
import { ButtonLink } from "@/components/ui/button-link";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import type { Message } from "@/lib/chat/contract";
import { unpack, type Packed } from "@/lib/core/pack";
import type { Result } from "@/lib/core/result";
import type { AccessLevel, Direct, Room, RoomMemberItem, RoomSettings } from "@/lib/rooms/contract";

export type RoomViewTexts = { chat: ChatTexts; rooms: RoomTexts; host: HostTexts };

export type RoomViewProps = {
  room: { id: number; slug: string; name: string; direct?: Direct | undefined; muted: boolean; accessLevel: AccessLevel; version: number; memberCount: number };
  viewer: { id: number; name: string };
  /** Slow mode: how long the viewer waits between two messages. */
  slowSeconds: number;
  /** A version to begin at: a message that was found elsewhere. */
  startAt: number | null;
  can: { write: boolean; attach: boolean; deleteMessages: boolean; leave: boolean; restore: boolean };
  parts: readonly RoomPart[];
  /** Those who are in it, and its latest messages. */
  content: Packed<{ members: RoomMemberItem[]; messages: Message[]; hasOlder: boolean }>;
  inCall: { count: number; streamId: string | null };
  locale: string;
  texts: RoomViewTexts;
  leave: (room: { id: number; slug: string }) => Promise<Result<unknown>>;
};

type Crowd = { members: readonly RoomMemberItem[]; count: number };

/** The members after someone came or went; the room in the event has the true number. */
function afterMove(crowd: Crowd, event: RoomWireEvent): Crowd {
  const { room, user } = event.body as { room: Room; user: { id: number; username: string } };
  const others = crowd.members.filter((member) => member.id !== user.id);
  const known = crowd.members.find((member) => member.id === user.id);
  return { members: event.type === "user_left" ? others : [...others, known ?? { ...user, role: "member" as const }], count: room.member_count };
}

/** The members after a role was changed. */
function afterPromotion(crowd: Crowd, body: RoomWireEvent["body"]): Crowd {
  const { user, role } = body as { user: { id: number }; role: RoomMemberItem["role"] };
  return { ...crowd, members: crowd.members.map((member) => (member.id === user.id ? { ...member, role } : member)) };
}

/** A member's room: its chat, who is in it, and the way to its call. */
export function RoomView({ room, viewer, slowSeconds, startAt, can, parts, content, inCall, locale, texts: { rooms: texts, host: hostTexts, chat: chatTexts }, leave }: RoomViewProps) {
  const router = useRouter();
  const { members, messages, hasOlder } = useMemo(() => unpack(content), [content]);
  const [crowd, setCrowd] = useState<Crowd>({ members, count: room.memberCount });
  const [version, setVersion] = useState(room.version);
  const [callTurn, setCallTurn] = useState(0);
  const [name, setName] = useState(room.name);
  /** As the last change said; null before one. */
  const [isChatOn, setIsChatOn] = useState<boolean | null>(null);
  const [deletedBy, setDeletedBy] = useState<string | null>(null);
  /** Known at once: one's own leaving follows before the next render. */
  const isDeleted = useRef(false);
  const [muted, setMuted] = useState(room.muted);
  const [isShowingPeople, setIsShowingPeople] = useState(false);

  const onEvent = (event: RoomWireEvent) => {
    setVersion(event.version);
    if (callTurns.has(event.type)) setCallTurn((turn) => turn + 1);
    if (event.type === "room_deleted") {
      isDeleted.current = true;
      setDeletedBy((event.body.user as { username: string }).username);
    }
    if (event.type === "room_updated" || event.type === "role_changed") showChange(event);
    if (event.type !== "user_joined" && event.type !== "user_left") return;
    setCrowd((before) => afterMove(before, event));
    const isOwn = (event.body.user as { id: number }).id === viewer.id;
    // Out of the room: the page has something else to say now. Of a deleted one it says so already.
    if (isOwn && event.type === "user_left" && !isDeleted.current) router.refresh();
  };
  /** The name at once; what one may do now is the server's to say. */
  const showChange = ({ type, body }: RoomWireEvent) => {
    const { name: now, slug } = body.room as Room;
    setName(now);
    document.title = document.title.replace(name, () => now);
    if (type === "room_updated") setIsChatOn((body.configuration as RoomSettings).chat);
    if (type === "role_changed") setCrowd((before) => afterPromotion(before, body));
    if (slug === room.slug) router.refresh();
    else router.replace(`/r/${slug}`);
  };
  const chat = useChat({ roomId: room.id, viewerId: viewer.id, version: room.version, messages, hasOlder }, onEvent);

  const here = useHere(room.id, viewer.id);
  const openDirect = useDirect(texts);
  const onDirect = room.direct ? null : openDirect;
  const people = <People onDirect={onDirect} here={here} members={crowd.members} count={crowd.count} viewerId={viewer.id} texts={texts} />;
  const muting = <MuteButton room={{ id: room.id, name }} muted={muted} texts={texts} onChange={setMuted} />;
  const leaving = can.leave && <LeaveRoom name={name} isRestricted={room.accessLevel === "restricted"} leave={() => leave({ id: room.id, slug: room.slug })} texts={texts} />;
  if (deletedBy !== null) return <RoomGone room={{ ...room, name }} by={deletedBy} canRestore={can.restore} texts={texts} hostTexts={hostTexts} />;
  return (
    <div className="flex h-full flex-col">
      <header className="flex items-center gap-2 py-3 sm:gap-3">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 truncate text-lg tracking-tight">
            <bdi>{name}</bdi>
          </h1>
          <CallBadge slug={room.slug} initial={inCall} turn={callTurn} text={texts.inCall} liveText={texts.live} />
          <span data-lobby-badge={room.slug} className="empty:hidden" />
        </div>
        <span className="max-sm:hidden">{muting}</span>
        {!room.direct && <CopyLink slug={room.slug} texts={texts} />}
        <span className="lg:hidden">
          <IconButton label={texts.people} icon={<Icon of={Users} size={18} />} onClick={() => setIsShowingPeople(true)} side="bottom" />
        </span>
        {!room.direct && (
          <ButtonLink href={`/r/${room.slug}/call`} look="primary" icon={<Icon of={Phone} size={16} />} prefetch={false}>
            {texts.call}
          </ButtonLink>
        )}
      </header>
      {room.direct ? <DirectNote direct={room.direct} texts={texts} /> : <RoomTabs slug={room.slug} current="chat" parts={parts} texts={hostTexts} />}
      <div className="flex min-h-0 flex-1 lg:gap-8">
        <ChatPane chat={chat} room={room} viewer={viewer} version={version} canWrite={can.write && isChatOn !== false} canAttach={can.attach} canDeleteAny={can.deleteMessages} slowSeconds={slowSeconds} startAt={startAt} onDirect={onDirect} texts={chatTexts} locale={locale} />
        <aside aria-label={texts.people} className="hidden w-60 shrink-0 flex-col gap-3 overflow-y-auto border-s border-hairline py-4 ps-6 lg:flex">
          <h2 className="tabular text-sm font-medium text-muted">
            {texts.people} · {crowd.count}
          </h2>
          {people}
          <div className="-ms-4 mt-auto">{leaving}</div>
        </aside>
      </div>
      <Dialog open={isShowingPeople} onClose={() => setIsShowingPeople(false)} title={`${texts.people} · ${crowd.count}`} closeLabel={texts.close}>
        {people}
        <div className="-ms-4 flex items-center justify-between gap-2">
          <div>{leaving}</div>
          <span className="sm:hidden">{muting}</span>
        </div>
      </Dialog>
    </div>
  );
}
