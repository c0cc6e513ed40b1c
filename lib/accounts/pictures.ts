import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { pictureWidths, type PictureWidth } from "@/lib/accounts/contract";
import { canSeePictures } from "@/lib/accounts/policy";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";

/** Folder in storage of a picture's sizes. */
export function pictureFolder(name: string): string {
  return `pictures/${name}`;
}

export function pictureKey(name: string, width: PictureWidth): string {
  return `${pictureFolder(name)}/${width}.webp`;
}

/** The address of a picture; another picture has another one, so that browsers keep it for good. */
export function picturePath(name: string, width: PictureWidth = pictureWidths[0]): string {
  return `/api/pictures/${name}/${width}.webp`;
}

/** The pictures of these people by their number; who has none, or has no open account, is left out. @throws AppError unauthenticated */
export async function findPictures(actor: Actor, personIds: readonly number[]): Promise<Record<string, string>> {
  authorize(canSeePictures(actor));
  if (personIds.length === 0) return {};
  const rows = await db()
    .select({ id: user.id, picture: user.picture })
    .from(user)
    .where(and(inArray(user.id, [...personIds]), isNotNull(user.picture), eq(user.isActive, true)));
  return Object.fromEntries(rows.map(({ id, picture }) => [String(id), picturePath(picture!)]));
}

/** Where the bytes of a picture are that somebody still shows. @throws AppError unauthenticated, not_found */
export async function getPictureKey(actor: Actor, name: string, width: PictureWidth): Promise<string> {
  authorize(canSeePictures(actor));
  if (!(await isPictureShown(db(), name, true))) throw new AppError("not_found");
  return pictureKey(name, width);
}

/** Whether a person has this picture; `onlyActive` leaves closed accounts out. */
export async function isPictureShown(on: Executor, name: string, onlyActive = false): Promise<boolean> {
  const [row] = await on.select({ id: user.id }).from(user).where(and(eq(user.picture, name), onlyActive ? eq(user.isActive, true) : undefined)).limit(1);
  return row !== undefined;
}
