import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { call, callCaption } from "@/db/schema/calls";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { identityOf, type KeepCaptionsInput } from "@/lib/calls/contract";
import { canKeepCaptions } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { AppError } from "@/lib/core/errors";

/**
 * Keeps what the asker said in the running call, in writing. Nobody puts words into another's mouth: whoever wrote the
 * captions, each person's own browser sends that person's. The same sentence twice is one.
 * @throws AppError unauthenticated, forbidden for those who are not inside, not_found; conflict where the call is encrypted
 */
export async function keepCaptions(actor: Actor, idOrSlug: string, { segments }: KeepCaptionsInput): Promise<void> {
  const { callId, isConnected, facts } = await getEntry(actor, idOrSlug);
  authorize(canKeepCaptions(actor, { isConnected, encryption: facts.room.settings.encryption }));
  const identity = identityOf(actor);
  if (callId === null || identity === null) throw new AppError("forbidden");
  await transaction(async (tx) => {
    const [running] = await tx.select({ ageMs: sql<number>`(extract(epoch from clock_timestamp() - ${call.startedAt}) * 1000)::float8` }).from(call).where(eq(call.id, callId));
    if (!running) throw new AppError("forbidden");
    const rows = segments.map(({ id, text, ago_ms: agoMs, duration_ms: durationMs }) => {
      const startMs = Math.max(0, Math.round(running.ageMs - agoMs));
      return { callId, identity, segment: id, startMs, endMs: startMs + Math.min(durationMs, agoMs), content: text };
    });
    await tx.insert(callCaption).values(rows).onConflictDoNothing();
  });
}
