import type { Metadata } from "next";
import { getLocale, getMessages } from "next-intl/server";
import { enterable } from "@/app/r/[slug]/call/entry";
import { CallPage } from "@/components/call/call-page";
import { ChatSlot } from "@/components/call/chat-slot";
import type { ChatTexts } from "@/components/chat/texts";
import type { UserActor } from "@/lib/authz/actor";
import { userIdentity } from "@/lib/calls/contract";
import { getCallPresence } from "@/lib/calls/queries";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { regionalLocale } from "@/lib/core/locale";
import { load } from "@/lib/http/page";
import { findRoomPage, getRoom } from "@/lib/rooms/queries/get-room";

type Props = { params: Promise<{ slug: string }> };

const messagesAtFirst = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { room } = await enterable((await params).slug);
  return { title: room.name, robots: "noindex" };
}

export default async function Call({ params }: Props) {
  const { actor, room, here } = await enterable((await params).slug);
  return (
    <CallPage
      room={{ slug: room.slug, name: room.name }}
      me={{ identity: userIdentity(actor.userId), name: actor.name }}
      presence={await getCallPresence(room.id)}
      chat={await chatOf(actor, room.slug, here)}
    />
  );
}

/** The room's chat for those who may read it; nothing for guests of the call. */
async function chatOf(actor: UserActor, slug: string, here: string) {
  const room = await findRoomPage(actor, { slug });
  if (!room?.can.read) return undefined;
  // The version is read first: what comes between it and the messages is shown once, since versions tell.
  const { version } = await load(here, () => getRoom(actor, room.id));
  const [locale, texts, page] = await Promise.all([getLocale(), getMessages(), load(here, () => listMessages(actor, room.id, { limit: messagesAtFirst }))]);
  return (
    <ChatSlot
      room={{ id: room.id, slug: room.slug, name: room.name, version }}
      viewer={{ id: actor.userId, name: actor.name }}
      canWrite={room.can.write}
      messages={page.messages}
      hasOlder={page.hasOlder}
      texts={texts.chat as ChatTexts}
      locale={regionalLocale(locale)}
    />
  );
}
