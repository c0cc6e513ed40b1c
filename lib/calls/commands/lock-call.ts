import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { call } from "@/db/schema/calls";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { callLocked, callUnlocked, type Synced } from "@/lib/calls/contract";
import { bringToLivekit, lockForModeration, moderationFactsOf, requireRunning } from "@/lib/calls/moderation";
import { canModerateCall } from "@/lib/calls/policy";
import { describeToCall } from "@/lib/calls/sync";
import { appendRoomEvent } from "@/lib/events/room-events";
import { recordEvent } from "@/lib/platform/jobs";
import { roomChanged } from "@/lib/rooms/contract";

/**
 * Closes the running call to everyone who is not inside, or opens it again. A lock ends with its call. What is so
 * already is no change. @throws AppError unauthenticated, forbidden, not_found, conflict without a call
 */
export async function lockCall(actor: Actor, idOrSlug: string, isLocked: boolean): Promise<Synced> {
  const slug = await transaction(async (tx) => {
    const { at, running, entry } = await lockForModeration(tx, actor, idOrSlug);
    authorize(canModerateCall(actor, moderationFactsOf(entry)));
    const { id } = requireRunning(running);
    if (entry.facts.call.isLocked === isLocked) return at.slug;
    await tx.update(call).set({ lockedAt: isLocked ? sql`now()` : null }).where(eq(call.id, id));
    await appendRoomEvent(tx, at.id, isLocked ? callLocked : callUnlocked, (version) => ({ room: { id: at.id, version } }));
    await recordAudit(tx, actor, { action: isLocked ? "call.locked" : "call.unlocked", target: { type: "room", id: at.id } });
    await recordEvent(tx, roomChanged.create({ roomId: at.id }));
    return at.slug;
  });
  return bringToLivekit(() => describeToCall(slug));
}
