import { desc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import type { AllRecordingsUse, RecordingUse } from "@/lib/recordings/contract";
import { canHandleRecordings } from "@/lib/recordings/policy";

const sumBytes = sql<number>`coalesce(sum(${recording.sizeBytes}), 0)::float8`;

/**
 * What the recordings of a room take of what they may: with deleted ones, whose bytes are there until they cannot be
 * brought back any more. Authorization is the caller's.
 */
export async function readRecordingUse(roomId: number): Promise<RecordingUse> {
  const [row] = await db().select({ bytes: sumBytes }).from(recording).where(eq(recording.roomId, roomId));
  return { usedBytes: row?.bytes ?? 0, limitBytes: env().RECORDINGS_QUOTA_BYTES || null, keptDays: env().RECORDINGS_KEPT_DAYS };
}

/** How many days this installation keeps recordings at most; 0: as long as rooms say. */
export function readKeptAtMostDays(): number {
  return env().RECORDINGS_KEPT_DAYS;
}

/** What the recordings of all rooms take, and the rooms that have used most of what each may. @throws AppError unauthenticated, forbidden */
export async function readAllRecordingsUse(actor: Actor): Promise<AllRecordingsUse> {
  authorize(canHandleRecordings(actor));
  const limitBytes = env().RECORDINGS_QUOTA_BYTES || null;
  const [[all], rooms] = await Promise.all([
    db().select({ bytes: sumBytes }).from(recording),
    limitBytes === null
      ? []
      : db()
          .select({ name: room.name, slug: room.slug, usedBytes: sumBytes })
          .from(recording)
          .innerJoin(room, eq(room.id, recording.roomId))
          .groupBy(room.id)
          .having(sql`${sumBytes} >= ${limitBytes * settings.recordingsNearlyFullShare}`)
          .orderBy(desc(sumBytes))
          .limit(10),
  ]);
  return { usedBytes: all?.bytes ?? 0, limitBytes, keptDays: env().RECORDINGS_KEPT_DAYS, nearlyFull: rooms };
}
