import { useEffect, useState } from "react";
import type { LiveStream } from "@/lib/recordings/contract";

/** Whoever waits for the beginning wants to see it. */
const waitingMs = 2_000;

/**
 * How a stream stands, asked again and again; null before it is known. `isGone`: it is not there, or not for this person.
 * Whoever may not know it is not asked for again.
 */
export function useLiveState(id: string, everyMs = 4_000): { live: LiveStream | null; isGone: boolean } {
  const [live, setLive] = useState<LiveStream | null>(null);
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasKnown = false;
    const look = async () => {
      let nextMs = everyMs;
      try {
        const response = await fetch(`/api/live/${id}/`, { signal: controller.signal, cache: "no-store" });
        if (response.ok) {
          const told = (await response.json()) as LiveStream;
          wasKnown = true;
          setLive(told);
          setGone(false);
          if (told.state === "waiting") nextMs = Math.min(waitingMs, everyMs);
          // That it became a film is all that can come now.
          if (told.state === "over" || told.state === "failed") nextMs = told.video_id === null ? 3 * everyMs : 0;
        } else if (response.status === 404) setGone(true);
        // A sign-in that has grown old is renewed by others.
        if ((response.status === 401 || response.status === 404) && !wasKnown) nextMs = 0;
      } catch {
        // Offline for a moment: what was known stays, the next turn asks again.
      }
      if (!controller.signal.aborted && nextMs > 0) timer = setTimeout(() => void look(), nextMs);
    };
    void look();
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [id, everyMs]);
  return { live, isGone };
}
