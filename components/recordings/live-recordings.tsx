"use client";

import type { ReactNode } from "react";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import { isRoomEvent, versionsOf } from "@/components/realtime/wire";
import { useRefresh } from "@/components/ui/use-refresh";

/**
 * Fetches what is inside anew whenever something becomes of a recording of the room; also what became of one between the
 * reading of the page, when the room stood at `version`, and the first event.
 */
export function LiveRecordings({ room: { id, version }, viewerId, children }: { room: { id: number; version: number }; viewerId: number; children: ReactNode }) {
  const refresh = useRefresh();
  useRealtimeEvents(viewerId, (event) => {
    const isOfRecording = isRoomEvent(event) && event.room_id === id && /^(?:recording|stream)_/.test(event.type);
    const hasMissed = event.type === "hello" && (versionsOf(event).get(id) ?? 0) > version;
    if (isOfRecording || hasMissed) refresh();
  });
  return children;
}
