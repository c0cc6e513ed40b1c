import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { video } from "@/db/schema/videos";
import { isSignedOut, type Actor } from "@/lib/authz/actor";
import { authorize, type Verdict } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { announceAfterCommit } from "@/lib/videos/announce";
import { factsOf, isRoomMember } from "@/lib/videos/facts";
import type { VideoFacts } from "@/lib/videos/policy";

export type VideoRow = typeof video.$inferSelect;

/** Whether a deleted one can still be brought back. */
const isKept = sql<boolean>`${video.deletedAt} > now() - make_interval(secs => ${settings.deletedVideoKeptSeconds})`;

/** The row under lock, for those whom the policy lets. For all others there is no such video. @throws AppError */
export async function lockVideo(tx: Tx, actor: Actor, videoId: number, may: (actor: Actor, facts: VideoFacts) => Verdict): Promise<VideoRow & { isKept: boolean | null }> {
  const [found] = await tx.select({ row: video, isKept, isRoomMember: isRoomMember(actor) }).from(video).where(eq(video.id, videoId)).for("update");
  if (!found) throw new AppError(isSignedOut(actor) ? "unauthenticated" : "not_found");
  authorize(may(actor, factsOf({ ...found.row, isRoomMember: found.isRoomMember })));
  return { ...found.row, isKept: found.isKept };
}

/** Writes to a row that is locked, and tells of it once that is committed. */
export async function writeVideo(tx: Tx, videoId: number, values: Partial<VideoRow> | { deletedAt: ReturnType<typeof sql> }): Promise<VideoRow> {
  const [row] = await tx.update(video).set({ ...values, updatedAt: sql`now()` }).where(eq(video.id, videoId)).returning();
  if (!row) throw new AppError("not_found");
  announceAfterCommit(tx, row);
  return row;
}
