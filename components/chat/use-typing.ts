"use client";

import { useEffect, useRef, useState } from "react";
import { postTyping } from "@/components/chat/chat-api";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import type { Message, typingEvent, TypingBody } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";

const typing: typeof typingEvent = "typing";
const againMs = settings.typingAgainSeconds * 1000;
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

/** Tells that one is writing, every few seconds while one is. */
export function useTellTyping(roomId: number): (text: string) => void {
  const toldMs = useRef(0);
  return (text) => {
    // An emptied field, sent or not, is the end; the next beginning is told at once.
    if (text.trim() === "") toldMs.current = 0;
    else if (Date.now() - toldMs.current >= againMs) {
      toldMs.current = Date.now();
      postTyping(roomId);
    }
  };
}
