import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { call, callVisit } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import { callSwitchesSchema, userIdentity } from "@/lib/calls/contract";
import { findEntry, type Entry } from "@/lib/calls/entry";
import { findCallPerson, type CallPerson } from "@/lib/calls/people";
import { bringToLivekit } from "@/lib/calls/moderation";
import { placeOf, roleIn, tagIn, wasToldOtherwise } from "@/lib/calls/place";
import { judgeEntry } from "@/lib/calls/policy";
import { reconcileCall } from "@/lib/calls/reconcile";
import { isPerson } from "@/lib/calls/track";
import { findWatchOf } from "@/lib/calls/watch";
import { isAppError } from "@/lib/core/errors";
import { livekit, type LivekitParticipant, type ParticipantChange } from "@/lib/platform/livekit/api";
import { log } from "@/lib/platform/log";
import { findRunning } from "@/lib/recordings/queries/running";

/*
 * What is decided here, brought to the calls that run: LiveKit's permissions, names and places are a projection of our
 * rows. Commands do it at once, best effort; the job repeats it each minute, so that nothing is lost while LiveKit is away.
 */

/** What everyone in a call is told about it. What never was is not named. */
async function describe({ room: at, facts, switches, spotlight, callId }: Entry): Promise<string> {
  const watch = callId === null ? null : await findWatchOf(callId);
  const running = await findRunning(at.id);
  const captured = (["recording", "stream"] as const).flatMap((kind) => {
    const found = running[kind];
    // From the wish on: who is asked, is asked before the first picture.
    return found ? [[kind, { id: found.id, since: (found.startedAt ?? found.createdAt).toISOString(), ...(found.startedAt ? {} : { starting: true }), ...(found.startedBy === null ? {} : { by: userIdentity(found.startedBy) }), ...(switches.recording_consent ? { asks: true } : {}) }] as const] : [];
  });
  return JSON.stringify({ locked: facts.call.isLocked, spotlight, switches: callSwitchesSchema.parse(facts.room.settings), ...(facts.room.settings.encryption ? { encrypted: true } : {}), ...(watch ? { watch } : {}), ...Object.fromEntries(captured) });
}

/** Whose membership ended during the call is judged like anyone at the door; everyone else has come in rightly. */
function mayStay(entry: Entry, person: CallPerson | null, seen: LivekitParticipant): boolean {
  const tag = tagIn(seen.attributes);
  if (!person || tag === null || !person.tags.includes(tag) || wasToldOtherwise(seen.attributes, entry)) return false;
  const role = roleIn(seen.attributes);
  const lostMembership = entry.facts.person.kind === "user" && entry.facts.person.role === null && role !== null && role !== "guest";
  const isInside = !lostMembership && (entry.facts.isInside || !entry.facts.wasRemoved);
  return judgeEntry({ ...entry.facts, isInside }).kind === "enter";
}

/** What LiveKit must be told about a person; null where it has it all. */
function changeOf(entry: Entry, person: CallPerson, seen: LivekitParticipant): ParticipantChange | null {
  const place = placeOf(entry, tagIn(seen.attributes) ?? "");
  const isSame =
    seen.name === person.name &&
    Object.entries(place.attributes).every(([key, value]) => (seen.attributes[key] ?? "") === value) &&
    place.sources.length === seen.sources.length &&
    place.sources.every((source) => seen.sources.includes(source));
  return isSame ? null : { name: person.name, ...place };
}

async function syncPerson(slug: string, seen: LivekitParticipant): Promise<void> {
  const [person, entry] = await Promise.all([findCallPerson(seen.identity), findEntry(seen.identity, slug)]);
  if (entry && person && mayStay(entry, person, seen)) {
    const change = changeOf(entry, person, seen);
    if (change) await livekit().updateParticipant(slug, seen.identity, change);
    return;
  }
  // First the row, then LiveKit: the gate must know before they try to come back.
  await db().update(callVisit).set({ sentAway: true }).where(eq(callVisit.participantSid, seen.sid));
  await livekit().removeParticipant(slug, seen.identity);
}

/** Tells everyone in the call what is so now, if they do not know it. @throws AppError upstream_failed while LiveKit is away */
export async function describeToCall(slug: string): Promise<void> {
  const [held] = await livekit().listRooms([slug]);
  const entry = held && (await findEntry("", slug));
  const description = entry && (await describe(entry));
  if (held && description && held.metadata !== description) await livekit().describeRoom(slug, description);
}

/**
 * Brings the room's settings, roles and refusals to everyone in its call, or to those who are named. Answers whether
 * LiveKit took it all; what it did not the job repeats.
 */
export async function syncCall(slug: string, identities?: readonly string[]): Promise<boolean> {
  try {
    const people = (await livekit().listParticipants(slug)).filter((seen) => isPerson(seen) && (identities?.includes(seen.identity) ?? true));
    for (const seen of people) await syncPerson(slug, seen);
    if (people.length > 0) await describeToCall(slug);
    return true;
  } catch (error) {
    if (!isAppError(error) || error.code !== "upstream_failed") throw error;
    log.warn({ err: error }, "LiveKit is away: a call does not have the room's settings yet");
    return false;
  }
}

/** The same for the room with this number, if a call runs in it. The call of a room that was deleted ends. */
export async function syncCallOfRoom(roomId: number): Promise<boolean> {
  const [running] = await db()
    .select({ slug: room.slug, deletedAt: room.deletedAt })
    .from(call)
    .innerJoin(room, eq(room.id, call.roomId))
    .where(and(eq(call.roomId, roomId), isNull(call.endedAt)));
  if (!running) return true;
  if (running.deletedAt === null) return syncCall(running.slug);
  return (await bringToLivekit(() => reconcileCall(running.slug))).livekit_synced;
}

/** The same for every call that runs. Answers how many LiveKit did not take. */
export async function syncCalls(): Promise<{ calls: number; failed: number }> {
  const running = await db().select({ slug: room.slug }).from(call).innerJoin(room, eq(room.id, call.roomId)).where(isNull(call.endedAt));
  let failed = 0;
  for (const { slug } of running) if (!(await syncCall(slug))) failed += 1;
  return { calls: running.length, failed };
}
