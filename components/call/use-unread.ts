"use client";

import { useState } from "react";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import { isRoomEvent } from "@/components/realtime/wire";

/** The chat beside a call: whose eyes are on which room. */
export type Reader = { roomId: number; viewerId: number };

/** How many messages of others came since the chat was last open. */
export function useUnread({ roomId, viewerId }: Reader, isOpen: boolean): number {
  const [count, setCount] = useState(0);
  if (isOpen && count > 0) setCount(0);
  useRealtimeEvents(viewerId, (event) => {
    if (isOpen || event.type !== "message_added" || !isRoomEvent(event) || event.room_id !== roomId) return;
    const { user } = event.body as { user?: { id: number } };
    if (user?.id !== viewerId) setCount((known) => known + 1);
  });
  return count;
}
