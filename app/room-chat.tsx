import { getLocale, getMessages } from "next-intl/server";
import { ChatSlot } from "@/components/call/chat-slot";
import type { ChatTexts } from "@/components/chat/texts";
import type { UserActor } from "@/lib/authz/actor";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { regionalLocale } from "@/lib/core/locale";
import { load } from "@/lib/http/page";
import { findRoomPage, getRoom } from "@/lib/rooms/queries/get-room";

const messagesAtFirst = 50;

/** The room's chat for its members, beside something else of the room; undefined for everyone else. @param here the page's address */
export async function roomChatOf(actor: UserActor, slug: string, here: string) {
  const room = await findRoomPage(actor, slug);
  if (!room?.can.read) return undefined;
  // The version is read first: what comes between it and the messages is shown once, since versions tell.
  const { version } = await load(here, () => getRoom(actor, room.id));
  const [locale, texts, page] = await Promise.all([getLocale(), getMessages(), load(here, () => listMessages(actor, room.id, { limit: messagesAtFirst, system: true }))]);
  return (
    <ChatSlot
      room={{ id: room.id, slug: room.slug, name: room.name, version }}
      viewer={{ id: actor.userId, name: actor.name }}
      canWrite={room.can.send_messages}
      canAttach={room.can.attach_files}
      canDeleteAny={room.can.delete_messages}
      slowSeconds={room.slowSeconds}
      messages={page.messages}
      hasOlder={page.hasOlder}
      texts={texts.chat as ChatTexts}
      locale={regionalLocale(locale)}
    />
  );
}
