import { sessionEndedTopic } from "@/lib/accounts/sessions";
import { endPlacesOfSessions } from "@/lib/calls/end-places";
import { settings } from "@/lib/core/settings";
import { readDeadSessions } from "@/lib/events/feed";
import { subscribe } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";

/** What goes on in this process for a sign-in and must end with it, besides its event streams. */
const held = new Map<string, Set<() => void>>();

/** Runs `end` when the sign-in ends before `release` was called. For requests that outlive the question who sends them. */
export function holdForSession(sessionId: string, end: () => void): { release: () => void } {
  const ends = held.get(sessionId) ?? new Set();
  held.set(sessionId, ends.add(end));
  return {
    release: () => {
      ends.delete(end);
      if (ends.size === 0 && held.get(sessionId) === ends) held.delete(sessionId);
    },
  };
}

function endHeld(sessionIds: readonly string[]): void {
  for (const id of sessionIds) {
    const ends = held.get(id);
    held.delete(id);
    for (const end of ends ?? []) end();
  }
}

/** What ended while the bus was away. */
async function sweep(): Promise<void> {
  if (held.size > 0) endHeld(await readDeadSessions([...held.keys()]));
}

const sweepAndLog = () => void sweep().catch((error: unknown) => log.warn({ err: error }, "ended sign-ins could not be looked for; the next sweep tries again"));

/**
 * Hears of ended sign-ins: ends what is held for them in this process, and their places in calls. Several processes may
 * do the latter for one: the second finds nobody. What is missed while LiveKit is away, the job of each minute finds.
 * Answers how to stop.
 */
export async function startSessionEnds({ sweepSeconds = settings.eventSweepSeconds as number } = {}): Promise<() => void> {
  const unsubscribe = await subscribe({
    onItems: (items) => {
      const ended = items.flatMap(([topic, payload]) => (topic === sessionEndedTopic && typeof payload === "string" ? [payload] : []));
      if (ended.length === 0) return;
      endHeld(ended);
      endPlacesOfSessions(ended).catch((error: unknown) => log.warn({ err: error }, "places in calls of ended sign-ins could not be ended; the job does it within a minute"));
    },
    onReset: sweepAndLog,
  });
  const timer = setInterval(sweepAndLog, sweepSeconds * 1000);
  timer.unref();
  return () => {
    unsubscribe();
    clearInterval(timer);
  };
}
