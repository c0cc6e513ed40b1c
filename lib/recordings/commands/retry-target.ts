import { and, eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { streamTarget } from "@/db/schema/recordings";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import type { RecordingDetail } from "@/lib/recordings/contract";
import { lockForChange } from "@/lib/recordings/lock";
import { canSteerStream } from "@/lib/recordings/policy";
import { getRecording } from "@/lib/recordings/queries/recordings";
import { isRunning } from "@/lib/recordings/state";
import { isTargetReachable } from "@/lib/recordings/targets";
import { tellOfRecording } from "@/lib/recordings/transition";
import { wakeRecorders } from "@/lib/recordings/wake";

/**
 * Tries to send a running stream again to an address that was given up. @param position its place among the stream's targets
 * @throws AppError unauthenticated, forbidden, not_found; conflict for a stream that is over, and for a target that has not failed or whose host is none of the internet
 */
export async function retryTarget(actor: Actor, idOrSlug: string, id: string, position: number): Promise<RecordingDetail> {
  await getRecording(actor, idOrSlug, id);
  // A name is looked up while nothing is locked.
  const isHostThere = await isTargetReachable(id, position);
  await transaction(async (tx) => {
    const row = await lockForChange(tx, actor, idOrSlug, id, canSteerStream);
    if (!isRunning(row.status)) throw new AppError("conflict", "This stream is over.");
    const mine = and(eq(streamTarget.recordingId, id), eq(streamTarget.position, position), eq(streamTarget.kind, "rtmp"));
    const [target] = await tx.select().from(streamTarget).where(mine);
    if (!target) throw new AppError("not_found");
    if (target.state !== "failed") throw new AppError("conflict", "Only what failed is tried again.");
    if (!isHostThere) throw new AppError("conflict", "There is no such host on the internet.");
    await tx.update(streamTarget).set({ state: "reconnecting" }).where(mine);
    await tellOfRecording(tx, row, false);
    await recordAudit(tx, actor, { action: "stream.target_retried", target: { type: "recording", id }, details: { room: row.roomId, target: target.address } });
    wakeRecorders(tx);
  });
  return getRecording(actor, idOrSlug, id);
}
