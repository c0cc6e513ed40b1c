import { and, eq, lte } from "drizzle-orm";
import { sql, transaction } from "@/db/client";
import { roomNote, roomNoteChange } from "@/db/schema/notes";
import { settings } from "@/lib/core/settings";
import { tidyNotes } from "@/lib/notes/merge";
import { readNoteChanges } from "@/lib/notes/queries";

/** Merges the single changes of a room's notes into one, so that opening them stays quick. Answers how many there were. */
export function mergeNoteChanges(roomId: number): Promise<number> {
  return transaction(async (tx) => {
    const [note] = await tx.select().from(roomNote).where(eq(roomNote.roomId, roomId)).for("no key update");
    if (!note) return 0;
    const changes = await readNoteChanges(roomId, note.mergedSequence, tx);
    const merged = tidyNotes([...(note.merged ? [note.merged] : []), ...changes.map((each) => each.content)]);
    await tx.update(roomNote).set({ merged, mergedSequence: note.sequence, sizeBytes: merged.length }).where(eq(roomNote.roomId, roomId));
    await tx.delete(roomNoteChange).where(and(eq(roomNoteChange.roomId, roomId), lte(roomNoteChange.sequence, note.sequence)));
    return changes.length;
  });
}

/** Merges what nobody has written on for a while. Answers in how many rooms. */
export async function mergeIdleNotes(): Promise<number> {
  const idle = await sql()<{ roomId: number }[]>`
    select room_id as "roomId" from room_note
    where sequence > merged_sequence and updated_at < now() - make_interval(secs => ${settings.notesIdleSeconds})
    order by updated_at limit 200`;
  for (const { roomId } of idle) await mergeNoteChanges(roomId);
  return idle.length;
}

