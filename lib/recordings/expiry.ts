import { sql, type SQL } from "drizzle-orm";
import { settings } from "@/lib/core/settings";
import { keptDaysOf } from "@/lib/recordings/limits";
import type { RecordingRow } from "@/lib/recordings/transition";
import { roomSettings } from "@/lib/rooms/contract";

/** When the file of a recording is deleted by itself, counted from now: as its room or the installation says; of a stream that nobody keeps, after a day. Null: never. */
export function expiryOf({ kind, isKept }: Pick<RecordingRow, "kind" | "isKept">, configuration: Record<string, unknown>): { expiresAt: SQL | null; /** Nobody is told that a file of a day ends soon. */ expiryToldAt: SQL | null } {
  if (kind === "stream" && !isKept) return { expiresAt: sql`now() + make_interval(secs => ${settings.streamKeptSeconds})`, expiryToldAt: sql`now()` };
  const keptDays = keptDaysOf(roomSettings(configuration).recording_kept_days);
  return { expiresAt: keptDays === 0 ? null : sql`now() + make_interval(days => ${keptDays})`, expiryToldAt: null };
}
