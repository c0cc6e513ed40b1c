import { and, eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { callBan } from "@/db/schema/calls";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { lockForModeration, moderationFactsOf } from "@/lib/calls/moderation";
import { canModerateCall } from "@/lib/calls/policy";
import { AppError } from "@/lib/core/errors";

/** Lets a banned person into the room's calls again, as far as anyone may. @throws AppError unauthenticated, forbidden, not_found */
export async function liftBan(actor: Actor, idOrSlug: string, banId: number): Promise<void> {
  await transaction(async (tx) => {
    const { at, entry } = await lockForModeration(tx, actor, idOrSlug);
    authorize(canModerateCall(actor, moderationFactsOf(entry)));
    const [lifted] = await tx.delete(callBan).where(and(eq(callBan.id, banId), eq(callBan.roomId, at.id))).returning({ identity: callBan.identity });
    if (!lifted) throw new AppError("not_found");
    await recordAudit(tx, actor, { action: "call.ban_lifted", target: { type: "room", id: at.id }, details: { identity: lifted.identity } });
  });
}
