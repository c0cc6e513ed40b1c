import type { Tx } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { identityOf, type Synced } from "@/lib/calls/contract";
import { findEntry, type Entry } from "@/lib/calls/entry";
import type { ModerationFacts } from "@/lib/calls/policy";
import { findRunningCall, lockRoom, type TrackedCall, type TrackedRoom } from "@/lib/calls/track";
import { AppError, isAppError } from "@/lib/core/errors";
import { log } from "@/lib/platform/log";

/** How the asker stands towards the call. */
export function moderationFactsOf({ facts }: Entry): ModerationFacts {
  return { role: facts.person.kind === "user" ? facts.person.role : null, isMeetingHost: facts.isMeetingHost };
}

export type Moderated = { at: TrackedRoom; running: TrackedCall | null; entry: Entry };

/** The room of an address under lock, with its call and the asker's place in it. @throws AppError not_found */
export async function lockForModeration(tx: Tx, actor: Actor, idOrSlug: string): Promise<Moderated> {
  const found = await findEntry(identityOf(actor) ?? "", idOrSlug, tx);
  const at = found && (await lockRoom(tx, found.room.slug));
  const entry = at && (await findEntry(identityOf(actor) ?? "", String(at.id), tx));
  if (!at || !entry) throw new AppError("not_found");
  return { at, running: await findRunningCall(tx, at.id), entry };
}

/** Refuses what needs a call. @throws AppError conflict */
export function requireRunning(running: TrackedCall | null): TrackedCall {
  if (!running) throw new AppError("conflict", "No call is running in this room.");
  return running;
}

/** Tells LiveKit what is decided already. That it is away is an answer, not a failure: the decision stands, and the job repeats it. */
export async function bringToLivekit(tell: () => Promise<void>): Promise<Synced> {
  try {
    await tell();
    return { livekit_synced: true };
  } catch (error) {
    if (!isAppError(error) || error.code !== "upstream_failed") throw error;
    log.warn({ err: error }, "LiveKit is away: a decision about a call is brought to it later");
    return { livekit_synced: false };
  }
}
