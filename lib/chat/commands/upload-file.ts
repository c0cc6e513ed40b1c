import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { and, eq, isNull, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { messageFile } from "@/db/schema/chat";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { fileWork } from "@/lib/chat/commands/remove-files";
import type { Attachment, FileProblem } from "@/lib/chat/contract";
import { readFileUse, toAttachment } from "@/lib/chat/queries/message-files";
import { AppError, isAppError, type ErrorCode } from "@/lib/core/errors";
import { cleanFileName, withExtension } from "@/lib/core/file-name";
import { formatBytes } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import { hasPictureStart } from "@/lib/platform/media/picture";
import { makeSharedPicture } from "@/lib/platform/media/shared-picture";
import { requireSpace } from "@/lib/platform/storage/disk-space";
import { storage } from "@/lib/platform/storage/storage";
import { removeWorkFolder, workFolder } from "@/lib/platform/storage/work-folder";
import { canAttachFiles } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

/** What is said of a file before its first byte. */
export type DeclaredFile = { name: string; sizeBytes: number };
type Kept = { kind: "picture" | "file"; name: string; type: string; sizeBytes: number; storedBytes: number; width: number | null; height: number | null; isMoving: boolean };

const refusals: Record<FileProblem, { code: ErrorCode; detail: string }> = {
  empty: { code: "invalid_input", detail: "The file is empty." },
  too_large: { code: "too_large", detail: `The file is larger than ${formatBytes(settings.fileMaxBytes)}, the most that is accepted here.` },
  unreadable_picture: { code: "invalid_input", detail: "This picture cannot be read. It may be damaged." },
  too_many_pixels: { code: "invalid_input", detail: `Use a picture of at most ${settings.pictureMaxPixels / 1_000_000} megapixels.` },
  own_quota: { code: "too_large", detail: `Your files take up to ${formatBytes(settings.filesOfPersonMaxBytes)} together, and this one is more than what is left. Delete messages with files that nobody needs.` },
  room_quota: { code: "too_large", detail: `The files of a room take up to ${formatBytes(settings.filesOfRoomMaxBytes)} together, and this one is more than what is left here.` },
  no_space: { code: "no_space", detail: "The server has no space left for a file of this size." },
};

function refusal(problem: FileProblem): AppError {
  const { code, detail } = refusals[problem];
  return new AppError(code, { detail, extra: { problem } });
}

/** Everything that can be refused before the first byte, and the file's part of both quotas: two uploads at once do not share what is left. */
async function reserve(actor: Actor, roomId: number, { name, sizeBytes }: DeclaredFile): Promise<{ id: string; storagePrefix: string }> {
  const { userId } = requireUser(actor);
  const id = randomUUID();
  const storagePrefix = `files/${roomId}/${id}`;
  await transaction(async (tx) => {
    await tx.select({ id: user.id }).from(user).where(eq(user.id, userId)).for("no key update");
    const found = await findRoomFacts(tx, actor, { id: roomId }, true);
    if (!found) throw new AppError("not_found");
    authorize(canAttachFiles(actor, found.facts));
    if (sizeBytes === 0) throw refusal("empty");
    if (sizeBytes > settings.fileMaxBytes) throw refusal("too_large");
    const { ownBytes, roomBytes } = await readFileUse(tx, userId, roomId);
    if (ownBytes + sizeBytes > settings.filesOfPersonMaxBytes) throw refusal("own_quota");
    if (roomBytes + sizeBytes > settings.filesOfRoomMaxBytes) throw refusal("room_quota");
    await requireSpace(sizeBytes).catch((error: unknown) => {
      throw isAppError(error) ? refusal("no_space") : error;
    });
    await tx.insert(messageFile).values({ id, roomId, userId, name, type: "application/octet-stream", sizeBytes, storedBytes: sizeBytes, storagePrefix });
  });
  return { id, storagePrefix };
}

/** Writes what comes, never more than was declared. @throws AppError invalid_input where it is not as much */
async function receive(body: AsyncIterable<Uint8Array>, file: string, sizeBytes: number): Promise<void> {
  let size = 0;
  const bounded = async function* () {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > sizeBytes) throw refusal("too_large");
      yield chunk;
    }
  };
  try {
    await pipeline(bounded(), createWriteStream(file));
  } catch (error) {
    if (isAppError(error)) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw refusal("no_space");
    throw new AppError("invalid_input", { detail: "The file ended early.", cause: error });
  }
  if (size !== sizeBytes) throw new AppError("invalid_input", "The file ended early.");
}

async function readStart(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * Looks at what came and puts into the storage what is handed on of it. What begins as a picture is one or is refused,
 * whatever it is called: a photo must not carry its place to others because a byte is missing. All else is kept as it is.
 */
async function keep(received: string, folder: string, storagePrefix: string, name: string): Promise<Kept> {
  if (!hasPictureStart(await readStart(received))) {
    const sizeBytes = (await stat(received)).size;
    await storage().putFile(received, `${storagePrefix}/whole`);
    return { kind: "file", name, type: "application/octet-stream", sizeBytes, storedBytes: sizeBytes, width: null, height: null, isMoving: false };
  }
  const made = await makeSharedPicture(received, folder);
  if (!made.ok) throw refusal(made.problem === "too_many_pixels" ? "too_many_pixels" : "unreadable_picture");
  const { whole, preview, type, endings, width, height, isMoving } = made.picture;
  const [{ size: sizeBytes }, { size: previewBytes }] = await Promise.all([stat(whole), stat(preview)]);
  await storage().putFile(whole, `${storagePrefix}/whole`);
  await storage().putFile(preview, `${storagePrefix}/preview`);
  return { kind: "picture", name: withExtension(name, endings), type, sizeBytes, storedBytes: sizeBytes + previewBytes, width, height, isMoving };
}

/**
 * Takes a file into a room, to be sent with a message: received, looked at, stored. It counts towards the quotas from its
 * announcement on; whatever refuses or ends it leaves nothing.
 * @throws AppError unauthenticated, not_found for who does not read the room, forbidden for guests, conflict where the chat
 * is off, invalid_input, too_large, no_space (`problem` says which of the contract's)
 */
export async function uploadFile(actor: Actor, roomId: number, declared: DeclaredFile, body: AsyncIterable<Uint8Array>): Promise<Attachment> {
  const name = cleanFileName(declared.name);
  const { id, storagePrefix } = await reserve(actor, roomId, { ...declared, name });
  try {
    const folder = await workFolder(fileWork(id), { fresh: true });
    const received = path.join(folder, "received");
    await receive(body, received, declared.sizeBytes);
    const kept = await keep(received, folder, storagePrefix, name);
    const [row] = await db().update(messageFile).set({ ...kept, readyAt: sql`clock_timestamp()` }).where(and(eq(messageFile.id, id), isNull(messageFile.removedAt))).returning();
    if (!row) throw new AppError("conflict", "This took too long. Upload the file again.");
    return toAttachment(roomId, row);
  } catch (error) {
    // Left to the sweep where this fails too.
    await storage().remove(storagePrefix).then(() => db().delete(messageFile).where(eq(messageFile.id, id))).catch(() => undefined);
    throw error;
  } finally {
    await removeWorkFolder(fileWork(id));
  }
}
