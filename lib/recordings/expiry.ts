import { sql, type SQL } from "drizzle-orm";
import { recording } from "@/db/schema/recordings";
import { settings } from "@/lib/core/settings";
import { keptDaysOf } from "@/lib/recordings/limits";
import type { RecordingRow } from "@/lib/recordings/transition";
import { roomSettings } from "@/lib/rooms/contract";

/** From here on the days of a recording are counted: changing one's mind gives no new ones. */
const recordedAt = sql`coalesce(${recording.finishedAt}, ${recording.createdAt})`;

/** The end of what is kept for so many days, but as soon as that at the earliest. */
export function endOfDays(days: number, earliest: SQL): SQL {
  return sql`greatest(${recordedAt} + make_interval(days => ${days}), ${earliest})`;
}

/** When the file of a recording is deleted by itself: as its room or the installation says; of a stream that nobody keeps, in a day. Null: never. */
export function expiryOf({ kind, isKept }: Pick<RecordingRow, "kind" | "isKept">, configuration: Record<string, unknown>): { expiresAt: SQL | null; /** Nobody is told that a file of a day ends soon. */ expiryToldAt: SQL | null } {
  const keptDays = keptDaysOf(roomSettings(configuration).recording_kept_days);
  const inADay = sql`now() + make_interval(secs => ${settings.streamKeptSeconds})`;
  if (kind === "stream" && !isKept) return { expiresAt: inADay, expiryToldAt: sql`now()` };
  return { expiresAt: keptDays === 0 ? null : endOfDays(keptDays, inADay), expiryToldAt: null };
}
