"use client";

import { useEffect, useState } from "react";
import { ChatSlot } from "@/components/call/chat-slot";
import { fetchMessages, fetchVersion, type MessagesPage } from "@/components/chat/chat-api";
import type { ChatTexts } from "@/components/chat/texts";

export type GuestChatProps = { room: { id: number; slug: string; name: string }; viewer: { id: number; name: string }; canWrite: boolean; slowSeconds: number; texts: ChatTexts; locale: string };

/** The server hears a moment later than the browser that somebody is inside. */
const retryMs = 1500;

/** The room's chat for a guest: theirs to read once they are in the call, so it is asked for then. */
export function GuestChat({ room, viewer, canWrite, slowSeconds, texts, locale }: GuestChatProps) {
  const [start, setStart] = useState<(MessagesPage & { version: number }) | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const load = async () => {
      try {
        // The version first: what comes between the two is shown once, since versions tell.
        const version = await fetchVersion(room.id);
        const page = await fetchMessages(room.id);
        if (!isGone) setStart({ ...page, version });
      } catch {
        if (!isGone) timer = setTimeout(() => void load(), retryMs);
      }
    };
    void load();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [room.id]);
  if (!start) return null;
  return <ChatSlot room={{ ...room, version: start.version }} viewer={viewer} canWrite={canWrite} canDeleteAny={false} slowSeconds={slowSeconds} messages={start.messages} hasOlder={start.hasOlder} texts={texts} locale={locale} />;
}
