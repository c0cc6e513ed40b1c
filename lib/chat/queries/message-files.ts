import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { messageFile } from "@/db/schema/chat";
import type { Actor } from "@/lib/authz/actor";
import type { Attachment } from "@/lib/chat/contract";
import { AppError } from "@/lib/core/errors";
import { requireReadableRoom } from "@/lib/rooms/queries/readable-room";

type FileRow = Pick<typeof messageFile.$inferSelect, "id" | "kind" | "name" | "type" | "sizeBytes" | "width" | "height" | "isMoving">;

/** Where a file, or the small still one of a picture, is asked for. */
export function filePath(roomId: number, id: string, isPreview = false): string {
  return `/api/rooms/${roomId}/files/${id}/${isPreview ? "preview/" : ""}`;
}

/** A file as it is told with its message. */
export function toAttachment(roomId: number, { id, kind, name, type, sizeBytes, width, height, isMoving }: FileRow): Attachment {
  const told = { id, kind, name, type, size: sizeBytes, url: filePath(roomId, id) };
  if (kind !== "picture" || width === null || height === null) return told;
  return { ...told, preview_url: filePath(roomId, id, true), width, height, ...(isMoving ? { moving: true } : {}) };
}

/** Of whom it is, whole, and not sent yet. */
export const isUnsentOf = (userId: number, roomId: number) => and(eq(messageFile.roomId, roomId), eq(messageFile.userId, userId), isNull(messageFile.messageId), isNotNull(messageFile.readyAt), isNull(messageFile.removedAt));

/** These files as a message of the asker would tell them, in the order asked for; null unless each is theirs, in this room, and waits to be sent. */
export async function findUnsent(actor: Actor, roomId: number, ids: readonly string[]): Promise<Attachment[] | null> {
  if (ids.length === 0) return [];
  if (actor.kind !== "user") return null;
  const rows = await db().select().from(messageFile).where(and(inArray(messageFile.id, [...ids]), isUnsentOf(actor.userId, roomId)));
  const byId = new Map(rows.map((row) => [row.id, toAttachment(roomId, row)]));
  const found = ids.flatMap((id) => byId.get(id.toLowerCase()) ?? []);
  return found.length === ids.length ? found : null;
}

/** A file of a message, with where its bytes are. @throws AppError not_found for who does not read the room, and for what was not sent or is gone; unauthenticated */
export async function getMessageFile(actor: Actor, roomId: number, id: string): Promise<FileRow & { storagePrefix: string }> {
  await requireReadableRoom(db(), actor, roomId);
  const [row] = await db().select().from(messageFile).where(and(eq(messageFile.id, id), eq(messageFile.roomId, roomId), isNotNull(messageFile.messageId), isNull(messageFile.removedAt)));
  if (!row) throw new AppError("not_found");
  return row;
}

/** What the files of somebody, and those of a room, take together. */
export async function readFileUse(on: Executor, userId: number, roomId: number): Promise<{ ownBytes: number; roomBytes: number }> {
  const sum = (whose: ReturnType<typeof eq>) => on.select({ bytes: sql<number>`coalesce(sum(${messageFile.storedBytes}), 0)::float8` }).from(messageFile).where(and(whose, isNull(messageFile.removedAt)));
  const [[own], [all]] = [await sum(eq(messageFile.userId, userId)), await sum(eq(messageFile.roomId, roomId))];
  return { ownBytes: own?.bytes ?? 0, roomBytes: all?.bytes ?? 0 };
}
