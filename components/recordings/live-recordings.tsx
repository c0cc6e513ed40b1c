"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import { isRoomEvent } from "@/components/realtime/wire";

/** Fetches what is inside anew whenever something becomes of a recording of the room. */
export function LiveRecordings({ roomId, viewerId, children }: { roomId: number; viewerId: number; children: ReactNode }) {
  const router = useRouter();
  useRealtimeEvents(viewerId, (event) => {
    if (isRoomEvent(event) && event.room_id === roomId && event.type.startsWith("recording_")) router.refresh();
  });
  return children;
}
