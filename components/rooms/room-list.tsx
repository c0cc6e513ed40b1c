"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { saidOf } from "@/components/chat/said";
import { MuteButton } from "@/components/rooms/mute-button";
import { Avatar } from "@/components/ui/avatar";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import { isRoomEvent, versionsOf, type WireEvent } from "@/components/realtime/wire";
import { personHue } from "@/lib/core/hue";
import type { Message } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";
import type { RoomListItem, RoomMutedBody, RoomReadBody } from "@/lib/rooms/contract";

export type RoomListWords = { unread: string; mentioned: string; noMessages: string; picture: string; direct: string; mute: string; unmute: string; muteFailed: string };

/** The list after an event: null when only the server knows what it looks like now. */
export function roomsAfter(rooms: readonly RoomListItem[], event: WireEvent, viewerId: number): readonly RoomListItem[] | null {
  if (event.type === "hello") {
    const versions = versionsOf(event);
    return rooms.every((room) => (versions.get(room.id) ?? 0) <= room.version) ? rooms : null;
  }
  if (event.type === "room_read") {
    const { room: read, unread, mentions, at } = event.body as RoomReadBody;
    const listed = rooms.find((room) => room.id === read.id);
    if (!listed || read.version < listed.version && at !== listed.version) return listed ? null : rooms;
    return rooms.map((room) => (room === listed ? { ...room, ...(read.version >= room.version ? { unread: 0, mentions: 0 } : { unread, mentions }) } : room));
  }
  if (event.type === "room_muted") {
    const { room: own, muted } = event.body as RoomMutedBody;
    return rooms.map((room) => (room.id === own.id ? { ...room, muted } : room));
  }
  if (!isRoomEvent(event)) return rooms;
  const room = rooms.find((each) => each.id === event.room_id);
  if (!room || (event.type === "user_left" && (event.body.user as { id: number }).id === viewerId)) return null;
  if (event.version <= room.version) return rooms;
  const isUnread = event.type === "message_added" && (event.body as unknown as Message).user.id !== viewerId;
  const names = ((event.body as unknown as Partial<Message>).mentions ?? []).some(({ id }) => id === viewerId);
  const moved: RoomListItem = { ...room, unread: room.unread + (isUnread ? 1 : 0), mentions: room.mentions + (isUnread && names ? 1 : 0), version: event.version };
  // What was changed or taken away may be among what is counted.
  const isChange = event.type === "message_edited" || event.type === "message_deleted";
  if (isChange && (room.mentions > 0 || names)) return null;
  if (event.type === "message_deleted" && (event.body as unknown as Message).id === room.last_message?.id) return null;
  if (event.type === "message_edited" && (event.body as unknown as Message).id === room.last_message?.id) {
    return rooms.map((each) => (each === room ? { ...moved, last_message: event.body as unknown as Message } : each));
  }
  if (event.type !== "message_added") return rooms.map((each) => (each === room ? moved : each));
  const message = event.body as unknown as Message;
  return [{ ...moved, last_message: message, bumped_at: message.room.bumped_at }, ...rooms.filter((each) => each !== room)];
}

/** One's rooms with their last message and what is unread; kept true while it is looked at. */
export function RoomList({ rooms, viewerId, words }: { rooms: readonly RoomListItem[]; viewerId: number; words: RoomListWords }) {
  const router = useRouter();
  const [given, setGiven] = useState(rooms);
  const [shown, setShown] = useState(rooms);
  if (given !== rooms) {
    setGiven(rooms);
    setShown(rooms);
  }
  useRealtimeEvents(viewerId, (event) => {
    const after = roomsAfter(shown, event, viewerId);
    if (after) setShown(after);
    else router.refresh();
  });
  return (
    <ul className="divide-y divide-hairline border-y border-hairline">
      {shown.map((room) => (
        <li key={room.id} className="flex items-center gap-1">
          <Link href={`/r/${room.slug}`} className="-ms-3 grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 rounded-control px-3 py-3 hover:bg-sunken">
            <span className="flex min-w-0 items-center gap-2">
              {room.direct && <Avatar identity={`u${room.direct.id}`} name={room.name} size="sm" />}
              <bdi className={room.unread > 0 && !room.muted ? "truncate font-semibold" : "truncate font-medium"}>{room.name}</bdi>
              {room.direct && <span className="sr-only">{words.direct}</span>}
            </span>
            {room.unread > 0 && (!room.muted || room.mentions > 0) && (
              <span className="row-span-2 flex items-center gap-1.5">
                {room.mentions > 0 && (
                  <span className="tabular rounded-full bg-attention-soft px-2.5 py-0.5 text-xs font-semibold">
                    <span aria-hidden="true">@</span>
                    {room.mentions} <span className="sr-only">{words.mentioned}</span>
                  </span>
                )}
                {!room.muted && <span className="tabular rounded-full bg-accent px-2.5 py-0.5 text-xs font-semibold text-on-accent">
                  {room.unread > settings.unreadShownMax ? `${settings.unreadShownMax}+` : room.unread}
                  <span className="sr-only"> {words.unread}</span>
                </span>}
              </span>
            )}
            <span className="col-start-1 truncate text-ui text-muted">
              {room.last_message ? (
                <>
                  <bdi data-person={personHue(`u${room.last_message.user.id}`)} className="font-medium text-person">
                    {room.last_message.user.username}
                  </bdi>{" "}
                  <bdi>{saidOf(room.last_message, words).slice(0, 160)}</bdi>
                </>
              ) : (
                words.noMessages
              )}
            </span>
          </Link>
          <MuteButton room={room} muted={room.muted} texts={words} onChange={(muted) => setShown((before) => before.map((each) => (each.id === room.id ? { ...each, muted } : each)))} />
        </li>
      ))}
    </ul>
  );
}
