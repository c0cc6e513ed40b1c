import { findLiveSession, personChangedTopic, sessionEndedTopic, type LiveSession } from "@/lib/accounts/sessions";
import type { Actor } from "@/lib/authz/actor";
import { identifyRequest } from "@/lib/http/identify";
import { subscribe } from "@/lib/platform/listen";

/** A player asks for a segment every few seconds: one question a burst. */
const lifetimeMs = 5_000;
const maxKept = 10_000;

const sessions = new Map<string, { live: LiveSession; untilMs: number }>();
/** Moves with each change that was heard: what was asked before it is not kept. */
let changes = 0;
let listening: Promise<boolean> | undefined;

function forget(topic: string, payload: unknown): void {
  if (topic !== sessionEndedTopic && topic !== personChangedTopic) return;
  changes += 1;
  for (const [id, { live }] of sessions) if (payload === (topic === sessionEndedTopic ? id : live.userId)) sessions.delete(id);
}

/** Hears which sign-ins ended and who is somebody else now. Without the bus nothing is kept. */
function hearChanges(): Promise<boolean> {
  return (listening ??= subscribe({
    onItems: (items) => {
      for (const [topic, payload] of items) forget(topic, payload);
    },
    onReset: () => {
      changes += 1;
      sessions.clear();
    },
  }).then(
    () => true,
    () => {
      listening = undefined;
      return false;
    },
  ));
}

async function findSession(sessionId: string): Promise<LiveSession | null> {
  const known = sessions.get(sessionId);
  if (known && known.untilMs > Date.now()) return known.live;
  sessions.delete(sessionId);
  const isHearing = await hearChanges();
  const before = changes;
  const live = await findLiveSession(sessionId);
  if (live && isHearing && changes === before) {
    if (sessions.size >= maxKept) sessions.clear();
    sessions.set(sessionId, { live, untilMs: Date.now() + lifetimeMs });
  }
  return live;
}

/** Who asks for a file of a video. That a sign-in is live is known for some seconds, and forgotten at once when it ends. */
export function identifyViewer(headers: { get(name: string): string | null }): Promise<Actor> {
  return identifyRequest(headers, findSession);
}
