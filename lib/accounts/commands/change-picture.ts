import { createHash, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterCommit, db, transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { mistakes, pictureWidths } from "@/lib/accounts/contract";
import { isPictureShown, pictureFolder, pictureKey, picturePath } from "@/lib/accounts/pictures";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError, invalidFields } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { squarePictures, type PictureProblem, type Square } from "@/lib/platform/media/picture";
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
  await store(name, made.files);
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

/** Made of the content, and of whose it is: the same picture of two people is two files. */
function nameOf(userId: number, bytes: Buffer): string {
  return createHash("sha256").update(`${userId}\0`).update(bytes).digest("hex").slice(0, 40);
}

async function store(name: string, files: readonly Buffer[]): Promise<void> {
  const work = `picture-${randomUUID()}`;
  const folder = await workFolder(work, { fresh: true });
  try {
    for (const [index, width] of pictureWidths.entries()) {
      const file = path.join(folder, `${width}.webp`);
      await writeFile(file, files[index]!);
      await storage().putFile(file, pictureKey(name, width));
    }
  } finally {
    await removeWorkFolder(work);
  }
}

/** Answers the name of the picture before. Its files go after the commit; what is left of a crash is swept. */
export async function replacePicture(tx: Tx, userId: number, name: string | null): Promise<string | null> {
  const [before] = await tx.select({ picture: user.picture }).from(user).where(eq(user.id, userId)).for("no key update");
  if (!before) throw new AppError("not_found");
  await tx.update(user).set({ picture: name, updatedAt: sql`now()` }).where(eq(user.id, userId));
  const { picture } = before;
  if (picture !== null && picture !== name) {
    afterCommit(tx, `picture:${picture}`, async () => {
      if (!(await isPictureShown(db(), picture))) await storage().remove(pictureFolder(picture));
    });
  }
  return picture;
}

/** Removes pictures that nobody shows: a process ended between the file and its row, or the other way round. Answers how many. */
export async function sweepPictures(): Promise<number> {
  let removed = 0;
  for (const name of await storage().list("pictures")) {
    if (await isPictureShown(db(), name)) continue;
    const found = await storage().stat(pictureKey(name, pictureWidths[0]));
    // A younger one may be on its way into its row.
    if (found && Date.now() - found.modifiedAt.getTime() < settings.uploadExpirySeconds * 1000) continue;
    await storage().remove(pictureFolder(name));
    removed += 1;
  }
  return removed;
}
