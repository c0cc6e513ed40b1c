"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { fetchMessages } from "@/components/chat/chat-api";
import { isWhole } from "@/components/chat/quotes";
import type { Entry } from "@/components/chat/timeline";
import type { Message } from "@/lib/chat/contract";

/** Fetches what messages answer that stands far above what is shown: the news of an answer tells only where. Each is asked for once. */
export function useQuotes(roomId: number, entries: readonly Entry[], onFound: (original: Message) => void): void {
  const asked = useRef(new Set<number>());
  const found = useEffectEvent(onFound);
  useEffect(() => {
    for (const entry of entries) {
      const replyTo = "message" in entry ? entry.message.reply_to : undefined;
      if (!replyTo?.version || isWhole(replyTo) || asked.current.has(replyTo.id)) continue;
      asked.current.add(replyTo.id);
      fetchMessages(roomId, { after: replyTo.version - 1 }, 1).then(
        ({ messages: [original] }) => original?.id === replyTo.id && found(original),
        // Who wrote it is shown; what, when the next one answers it or the page is opened again.
        () => asked.current.delete(replyTo.id),
      );
    }
  }, [roomId, entries]);
}
