import { bigint, integer, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { bytes, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { room } from "@/db/schema/rooms";

/** The notes of a room: what was merged so far. The changes after it are rows of their own. */
export const roomNote = pgTable("room_note", {
  roomId: reference("room_id").primaryKey().references(() => room.id, { onDelete: "cascade" }),
  /** Grows by one with each change, under this row's lock: gap-free and in commit order. */
  sequence: bigint("sequence", { mode: "number" }).notNull().default(0),
  /** All changes up to `merged_sequence` as one; null before the first merge. */
  merged: bytes("merged"),
  mergedSequence: bigint("merged_sequence", { mode: "number" }).notNull().default(0),
  /** Of the merged part and all changes after it. */
  sizeBytes: integer("size_bytes").notNull().default(0),
  updatedAt: timestamptz("updated_at").notNull().defaultNow(),
  updatedBy: reference("updated_by").references(() => user.id, { onDelete: "set null" }),
});

/** One change of a room's notes, as a browser sent it. Once the row is there, the browser is told that it is kept. */
export const roomNoteChange = pgTable(
  "room_note_change",
  {
    roomId: reference("room_id").notNull().references(() => roomNote.roomId, { onDelete: "cascade" }),
    sequence: bigint("sequence", { mode: "number" }).notNull(),
    content: bytes("content").notNull(),
  },
  (t) => [primaryKey({ columns: [t.roomId, t.sequence] })],
);
