import { useEffect, useEffectEvent, useState } from "react";

/** Waits between tries grow, so that a server that comes up again is not met by everyone at once. */
export function rejoinDelayMs(attempt: number): number {
  return Math.min(1000 * 2 ** attempt, 30_000);
}

/** Some ten minutes; after that somebody has to press the button. */
const mostAttempts = 24;

/**
 * Tries to come back for as long as `isOn`: with growing pauses, and at once when the network or the page comes back
 * (a laptop that was opened). One try at a time. @returns whether it still tries
 */
export function useRejoin(isOn: boolean, tryOnce: () => Promise<void>): boolean {
  const [isTrying, setTrying] = useState(true);
  const attempt = useEffectEvent(tryOnce);
  useEffect(() => {
    if (!isOn) return;
    let attempts = 0;
    let isRunning = false;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async () => {
      if (isRunning || isOver) return;
      clearTimeout(timer);
      isRunning = true;
      await attempt();
      isRunning = false;
      attempts += 1;
      if (isOver) return;
      if (attempts < mostAttempts) timer = setTimeout(() => void run(), rejoinDelayMs(attempts));
      else setTrying(false);
    };
    const now = () => navigator.onLine && document.visibilityState === "visible" && void run();
    timer = setTimeout(() => void run(), rejoinDelayMs(0));
    window.addEventListener("online", now);
    document.addEventListener("visibilitychange", now);
    return () => {
      isOver = true;
      clearTimeout(timer);
      setTrying(true);
      window.removeEventListener("online", now);
      document.removeEventListener("visibilitychange", now);
    };
  }, [isOn]);
  return isOn && isTrying;
}
