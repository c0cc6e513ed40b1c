import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { meeting } from "@/db/schema/meetings";
import { writeOccurrences } from "@/lib/meetings/occurrences";
import { databaseClock } from "@/lib/meetings/queries/find-meeting";

/** Written again when less than this is planned ahead; well before anyone looks that far. */
const renewSeconds = 370 * 24 * 3600;
const batch = 200;

/** Plans repeated meetings further ahead as time goes on. Answers how many times of meetings came. */
export async function expandSeries(): Promise<number> {
  const due = await db()
    .select({ id: meeting.id })
    .from(meeting)
    .where(and(isNotNull(meeting.rrule), isNull(meeting.cancelledAt), sql`coalesce(${meeting.expandedUntil}, '-infinity') < now() + make_interval(secs => ${renewSeconds})`))
    .orderBy(asc(meeting.id))
    .limit(batch);
  let written = 0;
  for (const { id } of due) {
    written += await transaction(async (tx) => {
      const [row] = await tx.select().from(meeting).where(eq(meeting.id, id)).for("no key update");
      if (!row || row.rrule === null || row.cancelledAt !== null) return 0;
      const now = await databaseClock(tx);
      const from = row.expandedUntil !== null && row.expandedUntil > row.startsAt ? row.expandedUntil : row.startsAt;
      return writeOccurrences(tx, id, row, from, now);
    });
  }
  return written;
}
