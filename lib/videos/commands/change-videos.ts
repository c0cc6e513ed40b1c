import { inArray } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { video } from "@/db/schema/videos";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { isAppError } from "@/lib/core/errors";
import { changeVideoIn, deleteVideoIn, restoreVideoIn } from "@/lib/videos/commands/change-video";
import { retryVideoIn } from "@/lib/videos/commands/retry-video";
import type { ChangedVideos, ChangeVideosInput } from "@/lib/videos/contract";

async function act(tx: Tx, actor: Actor, videoId: number, action: ChangeVideosInput["action"]): Promise<void> {
  if (action.kind === "category") await changeVideoIn(tx, actor, videoId, { category: action.category });
  else if (action.kind === "visibility") await changeVideoIn(tx, actor, videoId, { visibility: action.visibility });
  else if (action.kind === "delete") await deleteVideoIn(tx, actor, videoId);
  else if (action.kind === "restore") await restoreVideoIn(tx, actor, videoId);
  else await retryVideoIn(tx, actor, videoId);
}

/**
 * Does one thing to several videos, all of it or, where something breaks, nothing: each by the rule of a single one, with
 * an entry of its own in the audit log. A video to which it does not apply (not the asker's to change, not deleted, not
 * failed) is skipped and named. @throws AppError unauthenticated
 */
export async function changeVideos(actor: Actor, { ids, action }: ChangeVideosInput): Promise<ChangedVideos> {
  requireUser(actor);
  return transaction(async (tx) => {
    const answer: ChangedVideos = { done: [], skipped: [] };
    const inOrder = ids.toSorted((a, b) => a - b);
    // All at once and in one order, so that nobody who changes some of them too waits for somebody who waits for them.
    await tx.select({ id: video.id }).from(video).where(inArray(video.id, inOrder)).orderBy(video.id).for("update");
    for (const videoId of inOrder) {
      try {
        await act(tx, actor, videoId, action);
        answer.done.push(videoId);
      } catch (error) {
        // Refused before anything was written; whatever else failed takes all back.
        if (!isAppError(error) || (error.code !== "not_found" && error.code !== "conflict")) throw error;
        answer.skipped.push(videoId);
      }
    }
    return answer;
  });
}
