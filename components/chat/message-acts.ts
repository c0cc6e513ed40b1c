import type { MessageActs } from "@/components/chat/entries";
import type { MessagePowers } from "@/components/chat/message-menu";
import type { ChatTexts } from "@/components/chat/texts";
import type { Chat } from "@/components/chat/use-chat";
import { notify } from "@/components/ui/notify";
import { fill } from "@/lib/core/fill";
import { settings } from "@/lib/core/settings";

/** Changing and taking away messages, and what is said when it fails. Not in the page's HTML: before it is alive nothing can be done. */
export function messageActsOf(chat: Chat, isAlive: boolean, powers: MessagePowers, texts: ChatTexts, { editing, setEditing, reply, goTo, direct }: Pick<NonNullable<MessageActs>, "editing" | "setEditing" | "reply" | "goTo" | "direct">): MessageActs {
  if (!isAlive) return null;
  return {
    powers,
    editing,
    setEditing,
    edit: async (id, content, mentions) => {
      const failure = await chat.edit(id, content, mentions);
      if (failure !== "lost") setEditing(null);
      if (failure) notify({ text: failure === "lost" ? texts.changeLost : texts.editRefused, tone: "danger" });
    },
    reply,
    goTo,
    direct,
    remove: chat.remove,
    react: async (id, emoji, on) => {
      const failure = await chat.react(id, emoji, on);
      if (failure) notify({ text: { full: fill(texts.reactFull, { count: settings.reactionKindsMax }), slow_down: texts.reactSlow, refused: texts.reactRefused, lost: texts.changeLost }[failure], tone: "danger" });
    },
  };
}
