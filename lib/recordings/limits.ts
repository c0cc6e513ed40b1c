import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/core/errors";
import { readRecordingUse } from "@/lib/recordings/queries/use";

/** How many days a recording is kept: what comes first of what its room and the installation say; 0: for good. */
export function keptDaysOf(roomDays: number, installationDays: number = env().RECORDINGS_KEPT_DAYS): number {
  if (roomDays === 0 || installationDays === 0) return Math.max(roomDays, installationDays);
  return Math.min(roomDays, installationDays);
}

/** Refuses where the recordings of a room take all that they may, or would with `moreBytes`; one that began below goes on to its end. @throws AppError too_large */
export async function requireQuota(roomId: number, moreBytes = 1): Promise<void> {
  const { usedBytes, limitBytes } = await readRecordingUse(roomId);
  if (limitBytes !== null && usedBytes + moreBytes > limitBytes) throw new AppError("too_large", { detail: "The recordings of this room take up all the space that they may. Delete some that nobody needs." });
}
