import { and, asc, eq, gt } from "drizzle-orm";
import { db, sql, type Executor } from "@/db/client";
import { roomNoteChange } from "@/db/schema/notes";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { notesToMarkdown } from "@/lib/notes/markdown";
import { mergeNotes } from "@/lib/notes/merge";
import { canReadNotes, canWriteNotes } from "@/lib/notes/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

export type NoteRights = { canRead: boolean; canWrite: boolean };

/** What somebody may do with a room's notes now; nothing where there is no such room. */
export async function findNoteRights(actor: Actor, roomId: number): Promise<NoteRights> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) return { canRead: false, canWrite: false };
  return { canRead: canReadNotes(actor, found.facts).allowed, canWrite: canWriteNotes(actor, found.facts).allowed };
}

/** The notes whole, as one change, and where they stand. Both of one moment: the parts are read by one statement. Authorization is the caller's. */
export async function readNotes(roomId: number): Promise<{ content: Uint8Array; sequence: number }> {
  const rows = await sql()<{ sequence: number; merged: Buffer | null; content: Buffer | null }[]>`
    select n.sequence, case when row_number() over (order by c.sequence) = 1 then n.merged end as merged, c.content
    from room_note n left join room_note_change c on c.room_id = n.room_id and c.sequence > n.merged_sequence
    where n.room_id = ${roomId}
    order by c.sequence`;
  const parts = rows.flatMap(({ merged, content }) => [merged, content]).filter((part) => part !== null);
  return { content: mergeNotes(parts.map((part) => new Uint8Array(part))), sequence: rows[0]?.sequence ?? 0 };
}

/** The changes after a place, in order; those that were merged meanwhile are missing at the front. */
export async function readNoteChanges(roomId: number, afterSequence: number, on: Executor = db()): Promise<{ sequence: number; content: Uint8Array }[]> {
  return on
    .select({ sequence: roomNoteChange.sequence, content: roomNoteChange.content })
    .from(roomNoteChange)
    .where(and(eq(roomNoteChange.roomId, roomId), gt(roomNoteChange.sequence, afterSequence)))
    .orderBy(asc(roomNoteChange.sequence));
}

/** Where the notes of rooms stand; rooms without any are missing. */
export async function readNoteSequences(roomIds: readonly number[]): Promise<{ roomId: number; sequence: number }[]> {
  if (roomIds.length === 0) return [];
  return sql()<{ roomId: number; sequence: number }[]>`select room_id as "roomId", sequence from room_note where room_id = any(${[...roomIds]}::bigint[])`;
}

/** The notes as a Markdown file, with the room's address for its name. @throws AppError not_found, unauthenticated */
export async function exportNotes(actor: Actor, roomId: number): Promise<{ slug: string; markdown: string }> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError(actor.kind === "user" || actor.kind === "guest" ? "not_found" : "unauthenticated");
  authorize(canReadNotes(actor, found.facts));
  const { content } = await readNotes(roomId);
  return { slug: found.room.slug, markdown: notesToMarkdown(content) };
}
