"use client";

import { useState } from "react";
import { ChatPane } from "@/components/chat/chat-pane";
import type { ChatTexts } from "@/components/chat/texts";
import { useChat } from "@/components/chat/use-chat";
import type { Message } from "@/lib/chat/contract";
import type { RoomSettings } from "@/lib/rooms/contract";

export type CallChatProps = {
  room: { id: number; name: string; slug: string; version: number };
  viewer: { id: number; name: string };
  canWrite: boolean;
  canAttach?: boolean;
  canDeleteAny: boolean;
  slowSeconds: number;
  messages: Message[];
  hasOlder: boolean;
  texts: ChatTexts;
  locale: string;
};

/** The room's own chat beside its call. What was said since the page was made is caught up when it opens. */
export function CallChat({ room, viewer, canWrite, canAttach = false, canDeleteAny, slowSeconds, messages, hasOlder, texts, locale }: CallChatProps) {
  const [version, setVersion] = useState(room.version);
  const [slow, setSlow] = useState(slowSeconds);
  const chat = useChat({ roomId: room.id, viewerId: viewer.id, version: room.version, messages, hasOlder }, (event) => {
    setVersion(event.version);
    // Hosts, who delete any, never wait.
    if (event.type === "room_updated" && !canDeleteAny) setSlow((event.body.configuration as RoomSettings).slow_mode_seconds);
  });
  return (
    <div className="flex h-full min-h-0 flex-col px-4 pt-3">
      <ChatPane chat={chat} room={room} viewer={viewer} version={version} canWrite={canWrite} canAttach={canAttach} canDeleteAny={canDeleteAny} slowSeconds={slow} texts={texts} locale={locale} />
    </div>
  );
}
