import { and, eq, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { room, roomMember } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { randomRoomSlug } from "@/lib/core/ids";
import { wakeMember } from "@/lib/events/membership";
import { canStartDirect, type DirectFacts } from "@/lib/rooms/policy";

type Started = { id: number; slug: string; isNew: boolean };

async function findPair(tx: Tx, low: number, high: number): Promise<Started | null> {
  const [found] = await tx.select({ id: room.id, slug: room.slug }).from(room).where(and(eq(room.kind, "direct"), eq(room.directLow, low), eq(room.directHigh, high)));
  return found ? { ...found, isNew: false } : null;
}

/** Somebody as one who wants to write to them may know them; their row is held, so that they are not deleted meanwhile. Null where there is no such person. */
async function findOther(tx: Tx, userId: number, otherId: number): Promise<DirectFacts | null> {
  const sharesRoom = sql<boolean>`exists (
    select from room_member mine join room_member theirs on theirs.room_id = mine.room_id and theirs.user_id = ${otherId} join room shared on shared.id = mine.room_id and shared.deleted_at is null and shared.kind = 'room'
    where mine.user_id = ${userId})`;
  const [found] = await tx.select({ isActive: user.isActive, takesDirect: user.takesDirect, sharesRoom }).from(user).where(eq(user.id, otherId)).for("key share");
  return found ? { ...found, isSelf: otherId === userId } : null;
}

/**
 * Begins a direct conversation with somebody, or finds the one that the two have: there is one for a pair, also when both
 * begin at once. Nobody is told of it before something is written.
 * @throws AppError unauthenticated, invalid_input for oneself, not_found for who shares no room, forbidden where they take no new ones
 */
export async function startDirect(actor: Actor, otherId: number): Promise<Started> {
  const { userId } = requireUser(actor);
  const [low, high] = [Math.min(userId, otherId), Math.max(userId, otherId)];
  return transaction(async (tx) => {
    const known = await findPair(tx, low, high);
    if (known) return known;
    authorize(canStartDirect(actor, await findOther(tx, userId, otherId)));
    const [made] = await tx
      .insert(room)
      .values({ kind: "direct", name: "Direct message", slug: randomRoomSlug(), accessLevel: "restricted", directLow: low, directHigh: high, createdBy: userId, memberCount: 2 })
      .onConflictDoNothing()
      .returning({ id: room.id, slug: room.slug, version: room.version });
    if (!made) {
      const first = await findPair(tx, low, high);
      // Nobody has this pair, so it was the address: a random one, taken once in a lifetime.
      if (!first) throw new AppError("unavailable", { retryAfterSeconds: 1 });
      return first;
    }
    await tx.insert(roomMember).values([low, high].map((each) => ({ roomId: made.id, userId: each, role: "member" as const })));
    await recordAudit(tx, actor, { action: "room.direct-started", target: { type: "room", id: made.id }, details: { user: otherId } });
    for (const each of [low, high]) wakeMember(tx, each, made.id, made.version);
    return { id: made.id, slug: made.slug, isNew: true };
  });
}
