"use client";

import { useEffect, useState } from "react";
import { postTyping } from "@/components/chat/chat-api";
import { TypingSigns } from "@/components/chat/typing-signs";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import type { Message, typingEvent, TypingBody } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";

const typing: typeof typingEvent = "typing";
const lastsMs = settings.typingLastsSeconds * 1000;

type Writer = { id: number; username: string; untilMs: number };

/** Who else is writing in a room, the one who began first first; each until some seconds after the last sign, or until the message is there. */
export function useTypists(roomId: number, viewerId: number): readonly { id: number; username: string }[] {
  const [writers, setWriters] = useState<readonly Writer[]>([]);
  useRealtimeEvents(viewerId, (event) => {
    if (event.type === "message_added" && event.room_id === roomId) {
      const { user } = event.body as unknown as Message;
      if (writers.some(({ id }) => id === user.id)) setWriters((before) => before.filter(({ id }) => id !== user.id));
    }
    if (event.type !== typing) return;
    const { room, users } = event.body as unknown as TypingBody;
    if (room.id !== roomId) return;
    const untilMs = Date.now() + lastsMs;
    const others = users.filter(({ id }) => id !== viewerId);
    setWriters((before) => [...before.map((each) => (others.some(({ id }) => id === each.id) ? { ...each, untilMs } : each)), ...others.filter(({ id }) => !before.some((each) => each.id === id)).map((each) => ({ ...each, untilMs }))]);
  });
  const nextMs = Math.min(...writers.map(({ untilMs }) => untilMs));
  useEffect(() => {
    if (!Number.isFinite(nextMs)) return;
    const timer = setTimeout(() => setWriters((before) => before.filter(({ untilMs }) => untilMs > Date.now())), Math.max(0, nextMs - Date.now()) + 50);
    return () => clearTimeout(timer);
  }, [nextMs]);
  return writers;
}

/** Tells that one is writing, as long as that is news to anybody. */
export function useTellTyping(roomId: number, viewerId: number): (text: string) => void {
  const [signs] = useState(() => new TypingSigns());
  useRealtimeEvents(viewerId, (event) => {
    if (event.type !== typing) return;
    const { room, users } = event.body as unknown as TypingBody;
    if (room.id === roomId) signs.hear(users.flatMap(({ id }) => (id === viewerId ? [] : [id])), Date.now());
  });
  return (text) => {
    if (signs.takeTurn(text, Date.now())) postTyping(roomId);
  };
}
