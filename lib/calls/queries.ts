import { and, desc, eq, isNull } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { call, callBan } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { callSwitchesSchema, identityOf, parseUserIdentity, type CallBan, type CallPresence, type CallState, type Door } from "@/lib/calls/contract";
import { findEntry, type Entry } from "@/lib/calls/entry";
import { moderationFactsOf } from "@/lib/calls/moderation";
import { canCaptureCall, canModerateCall, canMute, canShowVideo, doorEntryOf, judgeEntry, requireEntry, type EntryVerdict } from "@/lib/calls/policy";
import { isPerson } from "@/lib/calls/track";
import { AppError, isAppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import { livekit } from "@/lib/platform/livekit/api";
import { log } from "@/lib/platform/log";
import { canRecord } from "@/lib/recordings/policy";
import { findRunning } from "@/lib/recordings/queries/running";
import { canAddMember, canChangeRoom, type RoomFacts } from "@/lib/rooms/policy";

/** The room of an address (its id or its slug) with what decides about this person's entry. @throws AppError not_found */
export async function getEntry(actor: Actor, idOrSlug: string, on?: Executor): Promise<Entry> {
  const entry = await findEntry(identityOf(actor) ?? "", idOrSlug, on);
  if (!entry) throw new AppError("not_found");
  return entry;
}

/** What the door says to an identity now; null where there is no such room. For those who wait: their accounts are looked at when they come in. */
export async function judgeIdentity(identity: string, idOrSlug: string): Promise<EntryVerdict | null> {
  const entry = await findEntry(identity, idOrSlug);
  return entry && judgeEntry(entry.facts);
}

/** What a person with the link may know before entering. @throws AppError not_found */
export async function getDoor(actor: Actor, idOrSlug: string): Promise<Door> {
  const { room: found, facts } = await getEntry(actor, idOrSlug);
  const { window } = facts;
  return {
    name: found.name,
    slug: found.slug,
    access_level: found.accessLevel,
    state: window?.state ?? "open",
    ...(window?.state === "upcoming" ? { starts_at: toTimestamp(window.startsAt) } : {}),
    ...(window?.state === "over" ? { ended_at: toTimestamp(window.endsAt) } : {}),
    entry: doorEntryOf(facts),
  };
}

const presenceMaxAgeMs = 2000;
type Cached = { readAt: number; presence: Promise<CallPresence> };
const cacheKey = Symbol.for("atrium.callPresence");
const shared = globalThis as { [cacheKey]?: Map<string, Cached> };

async function readPresence(slug: string): Promise<CallPresence> {
  try {
    const people = (await livekit().listParticipants(slug)).filter(isPerson).map(({ identity, name }) => ({ identity, name }));
    return { known: true, count: people.length, people };
  } catch (error) {
    if (!isAppError(error)) throw error;
    log.warn({ err: error }, "who is in a call could not be asked");
    return { known: false, count: 0, people: [] };
  }
}

/**
 * Who is in the room's call now, at most two seconds old; LiveKit is asked only while a call runs, and once for all
 * who look at the same time. Authorization is the caller's: names are for those who may enter.
 */
export async function getCallPresence(roomId: number): Promise<CallPresence> {
  const [running] = await db()
    .select({ slug: room.slug })
    .from(call)
    .innerJoin(room, eq(room.id, call.roomId))
    .where(and(eq(call.roomId, roomId), isNull(call.endedAt)));
  if (!running) return { known: true, count: 0, people: [] };
  const cache = (shared[cacheKey] ??= new Map());
  for (const [slug, { readAt }] of cache) if (Date.now() - readAt > presenceMaxAgeMs) cache.delete(slug);
  const cached = cache.get(running.slug) ?? { readAt: Date.now(), presence: readPresence(running.slug) };
  cache.set(running.slug, cached);
  return cached.presence;
}

/** The asker and the room as the room's own policy sees them. The last owner is a matter of who changes an owner, and nobody does that from a call. */
function roomFactsOf({ facts }: Entry): RoomFacts {
  const { person, isBanned, room: at } = facts;
  return { accessLevel: at.accessLevel, isDeleted: false, role: person.kind === "user" ? person.role : null, otherOwners: 0, isChatOn: true, isBanned };
}

/** The call for a person who may enter: who is inside, and what they may do to it. @throws AppError not_found, unauthenticated, forbidden, banned, locked … */
export async function getCallState(actor: Actor, idOrSlug: string): Promise<CallState> {
  const entry = await getEntry(actor, idOrSlug);
  const { facts, room: found } = entry;
  requireEntry(judgeEntry(facts));
  const moderation = moderationFactsOf(entry);
  const { recording, stream } = await findRunning(found.id);
  return {
    ...(await getCallPresence(found.id)),
    locked: facts.call.isLocked,
    encrypted: facts.room.settings.encryption,
    switches: callSwitchesSchema.parse(facts.room.settings),
    recording: recording && { id: recording.id, asks: entry.switches.recording_consent },
    stream: stream && { id: stream.id, asks: entry.switches.recording_consent },
    abilities: {
      moderate: canModerateCall(actor, moderation).allowed,
      mute: canMute(actor, { ...moderation, everyoneMayMute: facts.room.settings.everyone_may_mute, isConnected: entry.isConnected }).allowed,
      capture: canCaptureCall(facts.room.settings).allowed,
      record: canCaptureCall(facts.room.settings).allowed && canRecord(actor, { ...moderation, recorders: entry.switches.recording }).allowed,
      // Asked as one comes in: LiveKit's word of it may still be on the way.
      show: canShowVideo(actor, { ...moderation, isConnected: true }).allowed,
      change: canChangeRoom(actor, roomFactsOf(entry)).allowed,
      promote: canAddMember(actor, roomFactsOf(entry), "administrator").allowed,
    },
  };
}

/** The room of a call that the asker hosts: whose rules and roles they change is the room's own business. @throws AppError not_found, unauthenticated, forbidden */
export async function getHostedRoom(actor: Actor, idOrSlug: string): Promise<{ id: number; slug: string }> {
  const entry = await getEntry(actor, idOrSlug);
  authorize(canModerateCall(actor, moderationFactsOf(entry)));
  return entry.room;
}

/** The same, with the account whose role is to be changed. @throws AppError conflict for those who have none */
export async function getRoleTarget(actor: Actor, idOrSlug: string, identity: string): Promise<{ id: number; slug: string; userId: number }> {
  const hosted = await getHostedRoom(actor, idOrSlug);
  const userId = parseUserIdentity(identity);
  if (userId === null) throw new AppError("conflict", "Only people with an account can be hosts. Ask this guest to sign in.");
  return { ...hosted, userId };
}

/** Who may not enter the room's calls, the latest first. @throws AppError not_found, unauthenticated, forbidden */
export async function listBans(actor: Actor, idOrSlug: string): Promise<CallBan[]> {
  const entry = await getEntry(actor, idOrSlug);
  authorize(canModerateCall(actor, moderationFactsOf(entry)));
  const rows = await db()
    .select({ id: callBan.id, identity: callBan.identity, name: callBan.name, bannedAt: callBan.bannedAt, bannedBy: user.name })
    .from(callBan)
    .leftJoin(user, eq(user.id, callBan.bannedBy))
    .where(eq(callBan.roomId, entry.room.id))
    .orderBy(desc(callBan.id))
    .limit(settings.pageLimitMax);
  return rows.map(({ bannedAt, bannedBy, ...ban }) => ({ ...ban, banned_at: toTimestamp(bannedAt), banned_by: bannedBy }));
}
