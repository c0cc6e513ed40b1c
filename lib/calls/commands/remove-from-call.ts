import { and, eq, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { call, callBan, callRemoval, callVisit } from "@/db/schema/calls";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { parsePersonIdentity, type RemoveFromCallInput, type Synced } from "@/lib/calls/contract";
import { findEntry, identityOf } from "@/lib/calls/entry";
import { bringToLivekit, lockForModeration, moderationFactsOf, requireRunning, type Moderated } from "@/lib/calls/moderation";
import { findCallPerson, type CallPerson } from "@/lib/calls/people";
import { canRemoveFromCall } from "@/lib/calls/policy";
import { AppError } from "@/lib/core/errors";
import { recordEvent } from "@/lib/platform/jobs";
import { livekit } from "@/lib/platform/livekit/api";
import { roomChanged } from "@/lib/rooms/contract";

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

/**
 * Sends a person out of the running call: until its end they come back only through a host. With `ban` they may not
 * enter any call of the room until it is lifted; that needs no running call. The decision holds also while LiveKit is away.
 * @throws AppError unauthenticated, forbidden, not_found, conflict without a call, for oneself, and for a ban of those with a role
 */
export async function removeFromCall(actor: Actor, idOrSlug: string, { identity, ban: isBan = false }: RemoveFromCallInput): Promise<Synced> {
  const person = await findCallPerson(identity);
  const slug = await transaction(async (tx) => {
    const moderated = await lockForModeration(tx, actor, idOrSlug);
    const { at, running, entry } = moderated;
    const target = (await findEntry(identity, String(at.id), tx))?.facts.person;
    const role = target?.kind === "user" ? target.role : null;
    authorize(canRemoveFromCall(actor, moderationFactsOf(entry), { role, isSelf: identity === identityOf(actor) }, isBan));
    if (!person) throw new AppError("not_found");
    if (!isBan) requireRunning(running);
    if (running) await sendAway(tx, running.id, identity);
    if (isBan) await ban(tx, actor, moderated, identity, person);
    await recordAudit(tx, actor, { action: isBan ? "call.person_banned" : "call.person_removed", target: { type: "room", id: at.id }, details: { identity } });
    await recordEvent(tx, roomChanged.create({ roomId: at.id }));
    return at.slug;
  });
  return bringToLivekit(() => livekit().removeParticipant(slug, identity));
}
