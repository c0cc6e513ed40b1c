"use client";

import { useEffect, useRef, useState, type RefObject } from "react";
import type { ServerClock } from "@/components/call/watch/clock";
import { Follower } from "@/components/call/watch/follower";
import type { Shown } from "@/lib/calls/contract";

/**
 * Keeps the element where everyone is, for as long as the component lives.
 * @returns whether the browser holds the sound back, and what lets it out (to be called by a touch)
 */
export function useFollow(element: RefObject<HTMLVideoElement | null>, shown: Shown, clock: ServerClock): { isHeld: boolean; hear: () => void } {
  const [isHeld, setHeld] = useState(false);
  const follower = useRef<Follower | null>(null);
  const latest = useRef(shown);

  useEffect(() => {
    latest.current = shown;
    follower.current?.take(shown);
  }, [shown]);

  useEffect(() => {
    if (!element.current) return;
    const made = new Follower(element.current, clock, latest.current, () => setHeld(true));
    follower.current = made;
    return () => {
      made.stop();
      follower.current = null;
    };
  }, [element, clock]);

  return { isHeld, hear: () => setHeld(false) };
}
