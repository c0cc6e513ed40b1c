import { z } from "zod";

/*
 * What goes over the connection of a room's notes. Changes are bytes: from the browser four bytes with their number, then
 * the change; from the server the change alone. Everything else is JSON text.
 */

const item = z.strictObject({ client: z.int().min(0), clock: z.int().min(0) }).nullish();
/** A position as Yjs writes it: beside which letter, so that it stays there while others write before it. */
const place = z.strictObject({ type: item, tname: z.string().max(100).nullish(), item, assoc: z.int() });

/** Where somebody's cursor stands, in the editor's own terms; null when they look elsewhere. */
export const noteCursorSchema = z.strictObject({ anchor: place, head: place }).nullable();
export type NoteCursor = z.output<typeof noteCursorSchema>;

/** What a browser says: first what it has (`hello`, its state vector in base64), later where its cursor is. */
export const noteMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("hello"), client: z.int().min(0).max(2 ** 53 - 1), has: z.string().max(64 * 1024) }),
  z.strictObject({ type: z.literal("cursor"), cursor: noteCursorSchema }),
]);

/** Whose cursor it is: told by the server, never by the browser. */
export type NotePerson = { identity: string; name: string };

/** What the server says beside changes. `has` is the server's state vector in base64. */
export type NoteAnswer =
  | { type: "ready"; canWrite: boolean; has: string }
  | { type: "rights"; canWrite: boolean }
  | { type: "saved"; number: number }
  | { type: "cursor"; client: number; person: NotePerson; cursor: NoteCursor };
