import { and, eq, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { call, callBan, callRemoval, callVisit } from "@/db/schema/calls";
import { room, roomMember } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { identityOf, parsePersonIdentity, parseUserIdentity, type RemoveFromCallInput, type Synced } from "@/lib/calls/contract";
import { findEntry } from "@/lib/calls/entry";
import { bringToLivekit, lockForModeration, moderationFactsOf, requireRunning, type Moderated } from "@/lib/calls/moderation";
import { findCallPerson, type CallPerson } from "@/lib/calls/people";
import { canRemoveFromCall } from "@/lib/calls/policy";
import { AppError } from "@/lib/core/errors";
import { systemUser } from "@/lib/chat/contract";
import { appendRoomEvent } from "@/lib/events/room-events";
import { recordEvent } from "@/lib/platform/jobs";
import { livekit } from "@/lib/platform/livekit/api";
import { roomChanged, userLeft } from "@/lib/rooms/contract";
import { readRoom } from "@/lib/rooms/queries/room-row";

/** From now on their visit is over: no key of theirs opens the call again by itself. */
async function sendAway(tx: Tx, callId: number, identity: string): Promise<void> {
  const removal = { callId, identity, removedAt: sql`clock_timestamp()` };
  await tx.insert(callRemoval).values(removal).onConflictDoUpdate({ target: [callRemoval.callId, callRemoval.identity], set: { removedAt: sql`clock_timestamp()` } });
  await tx.update(callVisit).set({ sentAway: true }).where(and(eq(callVisit.callId, callId), eq(callVisit.identity, identity)));
}

async function ban(tx: Tx, actor: Actor, { at, running }: Moderated, identity: string, person: CallPerson): Promise<void> {
  const bannedBy = actor.kind === "user" ? actor.userId : null;
  await tx.insert(callBan).values({ roomId: at.id, identity, name: person.name, bannedBy }).onConflictDoNothing();
  // A guest has a new cookie in no time: for the rest of this call the hosts look at each one first.
  if (running && parsePersonIdentity(identity)?.kind === "guest") await tx.update(call).set({ guestsWaitAt: sql`now()` }).where(eq(call.id, running.id));
}

/** The member's row is taken before the room's, as wherever a membership is touched. */
async function holdMember(tx: Tx, idOrSlug: string, identity: string): Promise<void> {
  const userId = parseUserIdentity(identity);
  const at = userId === null ? null : await findEntry(identity, idOrSlug, tx);
  if (userId !== null && at) await tx.select({ role: roomMember.role }).from(roomMember).where(and(eq(roomMember.roomId, at.room.id), eq(roomMember.userId, userId))).for("update");
}

/**
 * Whoever may not enter the room's calls has no business in its chat either: on the public paths a banned person is told
 * that there is no such room, and a membership that lived on would leave them its reader.
 */
async function endMembership(tx: Tx, actor: Actor, roomId: number, identity: string, name: string): Promise<void> {
  const userId = parseUserIdentity(identity) ?? 0;
  const [left] = await tx.delete(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId))).returning({ role: roomMember.role });
  if (!left) return;
  await tx.update(room).set({ memberCount: sql`${room.memberCount} - 1` }).where(eq(room.id, roomId));
  const by = actor.kind === "user" ? { id: actor.userId, username: actor.name } : systemUser;
  await appendRoomEvent(tx, roomId, userLeft, async () => ({ room: await readRoom(tx, roomId), user: { id: userId, username: name }, by }));
}

/**
 * Sends a person out of the running call: until its end they come back only through a host. With `ban` they may not
 * enter any call of the room until it is lifted, and are no member any more; that needs no running call. The decision holds also while LiveKit is away.
 * @throws AppError unauthenticated, forbidden, not_found, conflict without a call, for oneself, and for a ban of those with a role
 */
export async function removeFromCall(actor: Actor, idOrSlug: string, { identity, ban: isBan = false }: RemoveFromCallInput): Promise<Synced> {
  const person = await findCallPerson(identity);
  const slug = await transaction(async (tx) => {
    if (isBan) await holdMember(tx, idOrSlug, identity);
    const moderated = await lockForModeration(tx, actor, idOrSlug);
    const { at, running, entry } = moderated;
    const target = (await findEntry(identity, String(at.id), tx))?.facts.person;
    const role = target?.kind === "user" ? target.role : null;
    authorize(canRemoveFromCall(actor, moderationFactsOf(entry), { role, isSelf: identity === identityOf(actor) }, isBan));
    if (!person) throw new AppError("not_found");
    if (!isBan) requireRunning(running);
    if (running) await sendAway(tx, running.id, identity);
    if (isBan) {
      await ban(tx, actor, moderated, identity, person);
      await endMembership(tx, actor, at.id, identity, person.name);
    }
    await recordAudit(tx, actor, { action: isBan ? "call.person_banned" : "call.person_removed", target: { type: "room", id: at.id }, details: { identity } });
    await recordEvent(tx, roomChanged.create({ roomId: at.id }));
    return at.slug;
  });
  return bringToLivekit(() => livekit().removeParticipant(slug, identity));
}
