import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { call } from "@/db/schema/calls";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import type { Synced } from "@/lib/calls/contract";
import { lockForModeration, moderationFactsOf, requireRunning } from "@/lib/calls/moderation";
import { canModerateCall } from "@/lib/calls/policy";
import { syncCall } from "@/lib/calls/sync";
import { recordEvent } from "@/lib/platform/jobs";
import { roomChanged } from "@/lib/rooms/contract";

/** Puts one person large on everybody's screen, or nobody any more. Ends with the call. @throws AppError unauthenticated, forbidden, not_found, conflict without a call */
export async function spotlight(actor: Actor, idOrSlug: string, identity: string | null): Promise<Synced> {
  const slug = await transaction(async (tx) => {
    const { at, running, entry } = await lockForModeration(tx, actor, idOrSlug);
    authorize(canModerateCall(actor, moderationFactsOf(entry)));
    const { id } = requireRunning(running);
    await tx.update(call).set({ spotlight: identity }).where(eq(call.id, id));
    await recordAudit(tx, actor, { action: "call.spotlight", target: { type: "room", id: at.id }, details: { identity: identity ?? "nobody" } });
    await recordEvent(tx, roomChanged.create({ roomId: at.id }));
    return at.slug;
  });
  return { livekit_synced: await syncCall(slug) };
}
