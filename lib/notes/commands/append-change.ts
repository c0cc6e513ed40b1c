import { eq, sql } from "drizzle-orm";
import { afterCommit, transaction, type Tx } from "@/db/client";
import { roomNote, roomNoteChange } from "@/db/schema/notes";
import { personOf, type Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { mergeNoteChanges } from "@/lib/notes/commands/merge-changes";
import { isNoteChange } from "@/lib/notes/merge";
import { canWriteNotes } from "@/lib/notes/policy";
import { notesTopic } from "@/lib/notes/wake";
import { publish } from "@/lib/platform/listen";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

type Appended = { sequence: number; unmerged: number };

/** The row of the notes, held until the transaction ends; made with the first change. */
async function lockNotes(tx: Tx, roomId: number): Promise<typeof roomNote.$inferSelect> {
  const held = () => tx.select().from(roomNote).where(eq(roomNote.roomId, roomId)).for("no key update");
  const [found] = await held();
  if (found) return found;
  await tx.insert(roomNote).values({ roomId }).onConflictDoNothing();
  const [made] = await held();
  if (!made) throw new AppError("not_found");
  return made;
}

/** Whether a change still fits. Small ones do a little longer: deleting takes bytes too. */
function fits(sizeBytes: number, change: Uint8Array): boolean {
  const { notesMaxBytes, notesSpareBytes, notesSpareUpdateBytes } = settings;
  const sum = sizeBytes + change.length;
  return sum <= notesMaxBytes || (change.length <= notesSpareUpdateBytes && sum <= notesMaxBytes + notesSpareBytes);
}

function append(actor: Actor, roomId: number, change: Uint8Array): Promise<Appended | "full"> {
  return transaction(async (tx) => {
    const found = await findRoomFacts(tx, actor, { id: roomId });
    if (!found) throw new AppError("not_found");
    authorize(canWriteNotes(actor, found.facts));
    const note = await lockNotes(tx, roomId);
    if (!fits(note.sizeBytes, change)) return "full";
    const sequence = note.sequence + 1;
    await tx.insert(roomNoteChange).values({ roomId, sequence, content: change });
    await tx.update(roomNote).set({ sequence, sizeBytes: note.sizeBytes + change.length, updatedAt: sql`now()`, updatedBy: personOf(actor) }).where(eq(roomNote.roomId, roomId));
    afterCommit(tx, `notes:${roomId}`, () => publish(notesTopic, [roomId, sequence]));
    return { sequence, unmerged: sequence - note.mergedSequence };
  });
}

/**
 * Keeps one change of a room's notes. When this has answered it is committed; the answer is its place in their order.
 * Keystrokes leave no audit row: what was written is the record, and it is everybody's together.
 * @throws AppError not_found, forbidden, unauthenticated; invalid_input for bytes that are no change; too_large for one
 * that is too long, or where the notes are full
 */
export async function appendNoteChange(actor: Actor, roomId: number, change: Uint8Array): Promise<number> {
  if (change.length > settings.notesUpdateMaxBytes) throw new AppError("too_large");
  if (!isNoteChange(change)) throw new AppError("invalid_input");
  let appended = await append(actor, roomId, change);
  if (appended === "full") {
    // What was deleted since the last time it was merged takes no room any more.
    await mergeNoteChanges(roomId);
    appended = await append(actor, roomId, change);
  }
  if (appended === "full") throw new AppError("too_large", { detail: "These notes are full." });
  if (appended.unmerged >= settings.notesMergeAfter) await mergeNoteChanges(roomId);
  return appended.sequence;
}
