import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { joinRoomAction, leaveRoomAction } from "@/app/(product)/r/[slug]/actions";
import { callOf, partsOf, roomOf } from "@/app/(product)/r/[slug]/room-of";
import { RoomDoor } from "@/components/rooms/room-door";
import { RoomView } from "@/components/rooms/room-view";
import { viewTexts as de } from "@/components/rooms/view-texts/de";
import { viewTexts as en } from "@/components/rooms/view-texts/en";
import { viewTexts as fr } from "@/components/rooms/view-texts/fr";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { getDoor } from "@/lib/calls/queries";
import { readLatest } from "@/lib/chat/queries/list-messages";
import { parseId } from "@/lib/core/ids";
import { languageOf } from "@/lib/core/locale";
import { pack } from "@/lib/core/pack";
import { currentActor } from "@/lib/http/page";
import type { RoomPage } from "@/lib/rooms/queries/get-room";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Record<string, unknown>> };

/** As many as the chat asks for when one scrolls up; fewer short ones would not fill a tall window, and more would be asked for at once. */
const messagesAtFirst = 50;

/** They stand in a file that the browser keeps: what is passed on here is only which language of it, and no page carries them. */
const texts = { en, de, fr };

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const room = await roomOf((await params).slug);
  return room ? { title: room.name, robots: "noindex" } : {};
}

export default async function RoomRoute({ params, searchParams }: Props) {
  const [{ slug }, { at }] = await Promise.all([params, searchParams]);
  const [actor, room] = await Promise.all([currentActor(), roomOf(slug)]);
  if (!room) notFound();
  return actor.kind === "user" && room.can.read ? <MemberRoom actor={actor} room={room} startAt={typeof at === "string" ? parseId(at) : null} /> : <Door actor={actor} room={room} />;
}

async function Door({ actor, room }: { actor: Actor; room: RoomPage }) {
  const [t, { count }, { entry }] = await Promise.all([getTranslations("rooms"), callOf(room), getDoor(actor, room.slug)]);
  return (
    <Page>
      <RoomDoor
        name={room.name}
        slug={room.slug}
        isSignedIn={actor.kind === "user"}
        mayCall={entry === "open" || entry === "name" || entry === "lobby"}
        join={room.can.join ? joinRoomAction.bind(null, room.id, room.slug) : null}
      >
        {count > 0 && (
          <p>
            <Badge tone="live">{t("inCall", { count })}</Badge>
          </p>
        )}
      </RoomDoor>
    </Page>
  );
}

async function MemberRoom({ actor, room, startAt }: { actor: UserActor; room: RoomPage; startAt: number | null }) {
  const { version, memberCount, members } = room;
  // The version was read before: what comes between it and the messages is shown once, since versions tell.
  const [locale, inCall, page] = await Promise.all([getLocale(), callOf(room), readLatest(actor, room.id, messagesAtFirst)]);
  return (
    <Page fill>
      <RoomView
        key={room.id}
        room={{ id: room.id, slug: room.slug, name: room.name, direct: room.direct, muted: room.muted, accessLevel: room.accessLevel, version, memberCount }}
        viewer={{ id: actor.userId, name: actor.name }}
        slowSeconds={room.slowSeconds}
        startAt={startAt}
        can={{ write: room.can.send_messages, attach: room.can.attach_files, deleteMessages: room.can.delete_messages, leave: room.can.leave, restore: room.can.delete }}
        parts={partsOf(room)}
        content={pack({ members, ...page })}
        inCall={inCall}
        locale={locale}
        texts={texts[languageOf(locale)]}
        leave={leaveRoomAction}
      />
    </Page>
  );
}
