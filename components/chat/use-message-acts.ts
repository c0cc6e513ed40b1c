"use client";

import { useState } from "react";
import type { MessageActs } from "@/components/chat/entries";
import type { MessagePowers } from "@/components/chat/message-menu";
import type { ChatTexts } from "@/components/chat/texts";
import type { Chat } from "@/components/chat/use-chat";
import { notify } from "@/components/ui/notify";

/** Changing and taking away messages: which one is being changed, and what is said when it fails. Not in the page's HTML: before it is alive nothing can be done. */
export function useMessageActs(chat: Chat, isAlive: boolean, powers: MessagePowers, texts: ChatTexts): MessageActs {
  const [editing, setEditing] = useState<number | null>(null);
  if (!isAlive) return null;
  return {
    powers,
    editing,
    setEditing,
    edit: async (id, content) => {
      const failure = await chat.edit(id, content);
      if (failure !== "lost") setEditing(null);
      if (failure) notify({ text: failure === "lost" ? texts.changeLost : texts.editRefused, tone: "danger" });
    },
    remove: chat.remove,
  };
}
