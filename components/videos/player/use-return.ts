"use client";

import { useEffect, useEffectEvent } from "react";
import { realtimeOf } from "@/components/realtime/realtime";
import { readSignedIn } from "@/components/realtime/renew-session";

const everyMs = 10_000;

/**
 * Once a sign-in is over: looks whether the same person has signed in again, in another tab say, whenever somebody comes
 * back to this page and now and then while they look at it. Whoever else signed in gets the page as theirs.
 */
export function useReturn(viewerId: number | null, isSignedOut: boolean, onReturn: () => void): void {
  const goOn = useEffectEvent(onReturn);
  useEffect(() => {
    if (!isSignedOut || viewerId === null) return;
    let isWanted = true;
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const signedIn = await readSignedIn();
      if (!isWanted || signedIn === null) return;
      if (signedIn !== viewerId) return window.location.reload();
      realtimeOf(viewerId).resume();
      goOn();
    };
    const onChange = () => void look();
    const timer = setInterval(onChange, everyMs);
    document.addEventListener("visibilitychange", onChange);
    window.addEventListener("focus", onChange);
    return () => {
      isWanted = false;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onChange);
      window.removeEventListener("focus", onChange);
    };
  }, [viewerId, isSignedOut]);
}
