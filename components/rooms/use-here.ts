"use client";

import { useEffect, useState } from "react";
import { postHere } from "@/components/rooms/room-api";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import type { presenceEvent, PresenceBody } from "@/lib/rooms/contract";
import { settings } from "@/lib/core/settings";

const presence: typeof presenceEvent = "presence";

/** Which members have the room before them now. Told while one's own page is visible, so that nobody is here who has it in a tab behind others. */
export function useHere(roomId: number, viewerId: number): ReadonlySet<number> {
  const [here, setHere] = useState<ReadonlySet<number>>(new Set());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let turn = 0;
    const tell = async () => {
      clearTimeout(timer);
      const own = (turn += 1);
      const isHere = document.visibilityState === "visible";
      const answer = await postHere(roomId, isHere);
      if (own !== turn || !isHere) return;
      if (answer) setHere(new Set(answer.here));
      timer = setTimeout(() => void tell(), 1000 * (answer?.again_seconds ?? settings.hereAgainSeconds));
    };
    const go = () => {
      turn += 1;
      clearTimeout(timer);
      void postHere(roomId, false);
    };
    void tell();
    const changed = () => void tell();
    document.addEventListener("visibilitychange", changed);
    addEventListener("pagehide", go);
    return () => {
      document.removeEventListener("visibilitychange", changed);
      removeEventListener("pagehide", go);
      go();
    };
  }, [roomId]);
  useRealtimeEvents(viewerId, (event) => {
    if (event.type !== presence) return;
    const { room, users } = event.body as unknown as PresenceBody;
    if (room.id !== roomId) return;
    // Another tab of one's own was closed; this one is there.
    if (document.visibilityState === "visible" && users.some((each) => each.id === viewerId && !each.here)) void postHere(roomId, true);
    setHere((before) => {
      const after = new Set(before);
      for (const { id, here: isHere } of users) if (isHere) after.add(id);
      else after.delete(id);
      return after;
    });
  });
  return here;
}
