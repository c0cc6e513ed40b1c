"use client";

import { useEffect, type RefObject } from "react";

/** Between two tellings while it plays; what is lost at worst when a browser dies. */
const everySeconds = 10;

/** Tells the server where somebody is, so that they go on there in any browser: now and then while it plays, at a pause, and when the page goes. Nobody (null) is told of nothing. */
export function useKeptPosition(video: RefObject<HTMLVideoElement | null>, videoId: number, viewerId: number | null, startAt: number): void {
  useEffect(() => {
    const element = video.current;
    if (!element || viewerId === null) return;
    let told: number | null = null;
    let hasMoved = false;
    const tell = () => {
      const seconds = element.currentTime;
      // Until it was played or led somewhere else there is no new place: nothing must overwrite the one that is kept.
      hasMoved ||= element.played.length > 0 || Math.abs(seconds - startAt) > 1;
      if (element.readyState === 0 || !hasMoved || (told !== null && Math.abs(seconds - told) < 1)) return;
      told = seconds;
      // Lost: it is told again in a moment, and nobody waits for it.
      fetch(`/api/video/${videoId}/position/`, { method: "PUT", keepalive: true, headers: { "content-type": "application/json" }, body: JSON.stringify({ seconds }) }).catch(() => (told = null));
    };
    const onTime = () => {
      if (told === null || Math.abs(element.currentTime - told) >= everySeconds) tell();
    };
    const onHide = () => document.visibilityState === "hidden" && tell();
    const here: [string, () => void][] = [["timeupdate", onTime], ["pause", tell], ["seeked", tell], ["ended", tell]];
    for (const [event, hear] of here) element.addEventListener(event, hear);
    document.addEventListener("visibilitychange", onHide);
    window.addEventListener("pagehide", tell);
    return () => {
      for (const [event, hear] of here) element.removeEventListener(event, hear);
      document.removeEventListener("visibilitychange", onHide);
      window.removeEventListener("pagehide", tell);
      tell();
    };
  }, [video, videoId, viewerId, startAt]);
}
