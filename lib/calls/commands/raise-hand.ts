import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { callHand } from "@/db/schema/calls";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { identityOf, type Synced } from "@/lib/calls/contract";
import { canTakePart } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { syncCall } from "@/lib/calls/sync";
import { AppError } from "@/lib/core/errors";

/**
 * Raises one's own hand in the call, or takes it down. Hands keep the order in which they went up, by the database's
 * clock, also over a short break of the connection: what is up already stays where it is.
 * @throws AppError unauthenticated, forbidden, not_found
 */
export async function raiseHand(actor: Actor, idOrSlug: string, isRaised: boolean): Promise<Synced> {
  const { callId, isConnected, room } = await getEntry(actor, idOrSlug);
  authorize(canTakePart(actor, { isConnected }));
  const identity = identityOf(actor);
  if (callId === null || identity === null) throw new AppError("forbidden");
  if (isRaised) await db().insert(callHand).values({ callId, identity, raisedAt: sql`clock_timestamp()` }).onConflictDoNothing();
  else await db().delete(callHand).where(and(eq(callHand.callId, callId), eq(callHand.identity, identity)));
  return { livekit_synced: await syncCall(room.slug, [identity]) };
}
