"use client";

import Phone from "@lucide/icons/icons/phone";
import { useRouter } from "next/navigation";
import { useRef, useState, type ReactNode } from "react";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import { isRoomEvent } from "@/components/realtime/wire";
import { CallBadge, callTurns } from "@/components/rooms/call-badge";
import type { HostTexts } from "@/components/rooms/host-texts";
import { RoomGone } from "@/components/rooms/room-gone";
import { RoomTabs, type RoomPart } from "@/components/rooms/room-tabs";
import type { RoomTexts } from "@/components/rooms/texts";
import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";

/** The events after which a page about the room has something else to show. */
const reloads = new Set(["user_joined", "user_left", "role_changed", "room_updated", "room_restored"]);

/** A part of a room that is not its chat: the same head, and what is inside is fetched anew when the room changes. */
export function RoomFrame({
  room, viewerId, current, parts, canRestore, inCall, texts, hostTexts, children,
}: {
  room: { id: number; slug: string; name: string };
  viewerId: number;
  current: Exclude<RoomPart, "chat">;
  parts: readonly RoomPart[];
  canRestore: boolean;
  inCall: { count: number; streamId: string | null };
  texts: RoomTexts;
  hostTexts: HostTexts;
  children: ReactNode;
}) {
  const router = useRouter();
  const [callTurn, setCallTurn] = useState(0);
  const [deletedBy, setDeletedBy] = useState<string | null>(null);
  /** Known at once: one's own leaving follows before the next render. */
  const isDeleted = useRef(false);
  useRealtimeEvents(viewerId, (event) => {
    if (!isRoomEvent(event) || event.room_id !== room.id) return;
    if (callTurns.has(event.type)) setCallTurn((turn) => turn + 1);
    if (event.type === "room_deleted") {
      isDeleted.current = true;
      setDeletedBy((event.body.user as { username: string }).username);
    }
    if (!reloads.has(event.type) || isDeleted.current) return;
    const { slug } = event.body.room as { slug: string };
    if (slug === room.slug) router.refresh();
    else router.replace(`/r/${slug}/${current}`);
  });
  if (deletedBy !== null) return <RoomGone room={room} by={deletedBy} canRestore={canRestore} texts={texts} hostTexts={hostTexts} />;
  return (
    <>
      <header className="flex items-center gap-3 py-3">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 truncate text-lg tracking-tight">
            <bdi>{room.name}</bdi>
          </h1>
          <CallBadge slug={room.slug} initial={inCall} turn={callTurn} text={texts.inCall} liveText={texts.live} />
          <span data-lobby-badge={room.slug} className="empty:hidden" />
        </div>
        <ButtonLink href={`/r/${room.slug}/call`} look="primary" icon={<Icon of={Phone} size={16} />} prefetch={false}>
          {texts.call}
        </ButtonLink>
      </header>
      <RoomTabs slug={room.slug} current={current} parts={parts} texts={hostTexts} />
      <div className="py-6">{children}</div>
    </>
  );
}
