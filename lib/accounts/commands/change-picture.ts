import { createHash, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterCommit, db, transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { mistakes, pictureWidths } from "@/lib/accounts/contract";
import { backgroundKey, isPictureShown, pictureFolder, pictureKey, pictureKinds, picturePath, pictureRoot, type PictureKind } from "@/lib/accounts/pictures";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { backgroundShape } from "@/lib/core/effects";
import { AppError, invalidFields } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { coverPicture, squarePictures, type PictureProblem, type Square } from "@/lib/platform/media/picture";
import { storage } from "@/lib/platform/storage/storage";
import { removeWorkFolder, workFolder } from "@/lib/platform/storage/work-folder";

const words: Record<PictureProblem, string> = { not_a_picture: mistakes.pictureUnreadable, too_many_pixels: mistakes.pictureLarge, outside: mistakes.pictureSquare };

/**
 * Shows this picture instead of the one before, which is removed. What was sent is never kept: only the square, encoded
 * anew. Answers the new address. @throws AppError unauthenticated; invalid_input for what is no picture
 */
export async function setPicture(actor: Actor, bytes: Buffer, square: Square | null): Promise<string> {
  const { userId } = requireUser(actor);
  const made = await squarePictures(bytes, square, pictureWidths);
  if (!made.ok) throw invalidFields({ picture: [words[made.problem]] });
  const name = nameOf(userId, made.files.at(-1)!);
  await store(pictureWidths.map((width, index) => [pictureKey(name, width), made.files[index]!]));
  await transaction(async (tx) => {
    await replacePicture(tx, userId, name);
    await recordAudit(tx, actor, { action: "account.picture_changed", target: { type: "user", id: userId } });
  });
  return picturePath(name, pictureWidths.at(-1)!);
}

/** Initials again; the files are removed. Having none is fine. @throws AppError unauthenticated */
export async function removePicture(actor: Actor): Promise<void> {
  const { userId } = requireUser(actor);
  await transaction(async (tx) => {
    if (await replacePicture(tx, userId, null)) await recordAudit(tx, actor, { action: "account.picture_removed", target: { type: "user", id: userId } });
  });
}

/**
 * Keeps this picture to sit in front of in calls, in place of the one before. Only its pixels are kept, cut to the shape of
 * a call and encoded anew. @throws AppError unauthenticated; invalid_input for what is no picture
 */
export async function setBackground(actor: Actor, bytes: Buffer): Promise<void> {
  const { userId } = requireUser(actor);
  const made = await coverPicture(bytes, backgroundShape);
  if (!made.ok) throw invalidFields({ picture: [words[made.problem]] });
  const [file] = made.files;
  const name = nameOf(userId, file);
  await store([[backgroundKey(name), file]]);
  await transaction(async (tx) => {
    await replacePicture(tx, userId, name, "background");
    await recordAudit(tx, actor, { action: "account.background_changed", target: { type: "user", id: userId } });
  });
}

/** No picture of one's own behind oneself any more; its file is removed. Having none is fine. @throws AppError unauthenticated */
export async function removeBackground(actor: Actor): Promise<void> {
  const { userId } = requireUser(actor);
  await transaction(async (tx) => {
    if (await replacePicture(tx, userId, null, "background")) await recordAudit(tx, actor, { action: "account.background_removed", target: { type: "user", id: userId } });
  });
}

/** Made of the content, and of whose it is: the same picture of two people is two files. */
function nameOf(userId: number, bytes: Buffer): string {
  return createHash("sha256").update(`${userId}\0`).update(bytes).digest("hex").slice(0, 40);
}

async function store(files: readonly (readonly [key: string, bytes: Buffer])[]): Promise<void> {
  const work = `picture-${randomUUID()}`;
  const folder = await workFolder(work, { fresh: true });
  try {
    for (const [key, bytes] of files) {
      const file = path.join(folder, path.basename(key));
      await writeFile(file, bytes);
      await storage().putFile(file, key);
    }
  } finally {
    await removeWorkFolder(work);
  }
}

/** Answers the name of the picture before. Its files go after the commit; what is left of a crash is swept. */
export async function replacePicture(tx: Tx, userId: number, name: string | null, kind: PictureKind = "picture"): Promise<string | null> {
  const [before] = await tx.select({ picture: pictureKinds[kind] }).from(user).where(eq(user.id, userId)).for("no key update");
  if (!before) throw new AppError("not_found");
  await tx.update(user).set({ [kind]: name, updatedAt: sql`now()` }).where(eq(user.id, userId));
  const { picture } = before;
  if (picture !== null && picture !== name) {
    afterCommit(tx, `${kind}:${picture}`, async () => {
      if (!(await isPictureShown(db(), picture, kind))) await storage().remove(pictureFolder(picture, kind));
    });
  }
  return picture;
}

/** Removes pictures that nobody shows: a process ended between the file and its row, or the other way round. Answers how many. */
export async function sweepPictures(): Promise<number> {
  let removed = 0;
  for (const kind of Object.keys(pictureKinds) as PictureKind[]) {
    for (const name of await storage().list(pictureRoot(kind))) if (await sweepPicture(kind, name)) removed += 1;
  }
  return removed;
}

async function sweepPicture(kind: PictureKind, name: string): Promise<boolean> {
  if (await isPictureShown(db(), name, kind)) return false;
  const found = await storage().stat(kind === "picture" ? pictureKey(name, pictureWidths[0]) : backgroundKey(name));
  // A younger one may be on its way into its row.
  if (found && Date.now() - found.modifiedAt.getTime() < settings.uploadExpirySeconds * 1000) return false;
  await storage().remove(pictureFolder(name, kind));
  return true;
}
