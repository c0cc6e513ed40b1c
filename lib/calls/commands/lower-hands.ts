import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { callHand } from "@/db/schema/calls";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import type { LowerHandsInput } from "@/lib/calls/contract";
import { moderationFactsOf } from "@/lib/calls/moderation";
import { canModerateCall } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { syncCall } from "@/lib/calls/sync";

/** Takes down one person's hand or everyone's. Answers how many were up. @throws AppError unauthenticated, forbidden, not_found */
export async function lowerHands(actor: Actor, idOrSlug: string, { identity }: LowerHandsInput): Promise<number> {
  const entry = await getEntry(actor, idOrSlug);
  authorize(canModerateCall(actor, moderationFactsOf(entry)));
  const whose = identity === undefined ? undefined : eq(callHand.identity, identity);
  const lowered = await db().delete(callHand).where(and(eq(callHand.callId, entry.callId ?? 0), whose)).returning({ identity: callHand.identity });
  if (lowered.length > 0) await syncCall(entry.room.slug, lowered.map((each) => each.identity));
  return lowered.length;
}
