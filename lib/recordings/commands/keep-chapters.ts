import { and, asc, eq, inArray } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { callVisit } from "@/db/schema/calls";
import { recording, recordingChapter } from "@/db/schema/recordings";
import { chaptersOf } from "@/lib/recordings/chapters";
import { readSpeakers } from "@/lib/recordings/speakers";
import { lockRecording } from "@/lib/recordings/transition";

type Visit = { identity: string; name: string; joinedAt: Date };

/** How somebody was called at a moment: as they came in last before it. Of one visit at least. */
function nameAt(visits: readonly Visit[], moment: number): string {
  return (visits.findLast(({ joinedAt }) => joinedAt.getTime() <= moment) ?? visits[0]!).name;
}

/**
 * Gives a recording that has ended its chapters, from what its recorder told of who spoke. People whom the call does not
 * know are left out. Doing it twice is doing it once. Answers how many there are.
 */
export async function keepChapters(id: string, durationSeconds: number): Promise<number> {
  const [row] = await db().select({ callId: recording.callId, startedAt: recording.startedAt, createdAt: recording.createdAt }).from(recording).where(eq(recording.id, id));
  if (!row || row.callId === null) return 0;
  const begun = (row.startedAt ?? row.createdAt).getTime();
  const speakers = await readSpeakers(id);
  const identities = [...new Set(speakers.map(({ identity }) => identity))];
  if (identities.length < 2) return 0;
  const { identity, name, joinedAt } = callVisit;
  const visits = await db().select({ identity, name, joinedAt }).from(callVisit).where(and(eq(callVisit.callId, row.callId), inArray(identity, identities))).orderBy(asc(joinedAt));
  const visitsOf = (person: string) => visits.filter((each) => each.identity === person);
  const known = new Set(visits.map((each) => each.identity));
  const chapters = chaptersOf(speakers.filter((each) => known.has(each.identity)), durationSeconds);
  await transaction(async (tx) => {
    // Gone meanwhile: nothing is kept of it.
    if (!(await lockRecording(tx, id))) return;
    await tx.delete(recordingChapter).where(eq(recordingChapter.recordingId, id));
    const rows = chapters.map((each) => ({ recordingId: id, startMs: Math.round(each.start * 1000), identity: each.identity, name: nameAt(visitsOf(each.identity), begun + each.start * 1000) }));
    if (rows.length > 0) await tx.insert(recordingChapter).values(rows);
  });
  return chapters.length;
}
