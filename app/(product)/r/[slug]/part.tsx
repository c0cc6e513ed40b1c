import { notFound, redirect } from "next/navigation";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { callOf, partsOf, roomOf } from "@/app/(product)/r/[slug]/room-of";
import type { HostTexts } from "@/components/rooms/host-texts";
import { RoomFrame } from "@/components/rooms/room-frame";
import type { RoomPart } from "@/components/rooms/room-tabs";
import type { RoomTexts } from "@/components/rooms/texts";
import { Page } from "@/components/shell/page";
import type { UserActor } from "@/lib/authz/actor";
import { requireSignedIn } from "@/lib/http/page";
import type { RoomPage } from "@/lib/rooms/queries/get-room";

export type PartProps = { actor: UserActor; room: RoomPage; texts: RoomTexts; hostTexts: HostTexts; inCall: number };

/** A part of a room under its head. Who may not open it goes to the room itself, which says what they can do. */
export async function RoomPartPage({ slug, current, children }: { slug: string; current: Exclude<RoomPart, "chat">; children: (props: PartProps) => ReactNode }) {
  const actor = await requireSignedIn(`/r/${encodeURIComponent(slug)}/${current}`);
  const room = await roomOf(slug);
  if (!room) notFound();
  if (!room.can.read || !partsOf(room).includes(current)) redirect(`/r/${room.slug}`);
  const [messages, call] = await Promise.all([getMessages(), callOf(room)]);
  const texts = messages.rooms as RoomTexts;
  const hostTexts = messages.host as HostTexts;
  return (
    <Page>
      <RoomFrame
        key={room.id}
        room={{ id: room.id, slug: room.slug, name: room.name }}
        viewerId={actor.userId}
        current={current}
        parts={partsOf(room)}
        canRestore={room.can.delete}
        inCall={call}
        texts={texts}
        hostTexts={hostTexts}
      >
        {children({ actor, room, texts, hostTexts, inCall: call.count })}
      </RoomFrame>
    </Page>
  );
}
