import { and, eq, inArray, isNotNull, sql, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { pictureWidths, type PictureWidth } from "@/lib/accounts/contract";
import { canSeePictures } from "@/lib/accounts/policy";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { guestIdentity } from "@/lib/calls/contract";
import { backgroundShape } from "@/lib/core/effects";
import { AppError } from "@/lib/core/errors";

/** The pictures of a person: what others see beside their name, and what is behind them in calls, which nobody else gets as a file. */
export const pictureKinds = { picture: user.picture, background: user.background } as const;
export type PictureKind = keyof typeof pictureKinds;

/** Folder in storage of all pictures of a kind. */
export function pictureRoot(kind: PictureKind): string {
  return `${kind}s`;
}

/** Folder in storage of a picture's sizes. */
export function pictureFolder(name: string, kind: PictureKind = "picture"): string {
  return `${pictureRoot(kind)}/${name}`;
}

/** Where the bytes of the picture behind a person are. @throws AppError unauthenticated, not_found where they have none */
export async function getBackgroundKey(actor: Actor): Promise<string> {
  const { userId } = requireUser(actor);
  const [row] = await db().select({ name: user.background }).from(user).where(eq(user.id, userId));
  if (!row?.name) throw new AppError("not_found");
  return backgroundKey(row.name);
}

/** Whether this person keeps a picture of their own to sit in front of. @throws AppError unauthenticated */
export async function hasBackground(actor: Actor): Promise<boolean> {
  const { userId } = requireUser(actor);
  return (await db().$count(user, and(eq(user.id, userId), isNotNull(user.background)))) > 0;
}

export function backgroundKey(name: string): string {
  return `${pictureFolder(name, "background")}/${backgroundShape.width}.webp`;
}

export function pictureKey(name: string, width: PictureWidth): string {
  return `${pictureFolder(name)}/${width}.webp`;
}

/** The address of a picture; another picture has another one, so that browsers keep it for good. */
export function picturePath(name: string, width: PictureWidth = pictureWidths[0]): string {
  return `/api/pictures/${name}/${width}.webp`;
}

/** Of a guest: whether the account of the outer query is in the same running call as they are, neither of them sent away. Of others nothing is asked. */
function isInSight(actor: Actor): SQL | undefined {
  if (actor.kind !== "guest") return undefined;
  const isThere = (visit: string) => sql.raw(`${visit}.left_at is null and not ${visit}.sent_away
    and not exists (select from call_removal x where x.call_id = ${visit}.call_id and x.identity = ${visit}.identity and x.removed_at >= ${visit}.joined_at)`);
  return sql`exists (
    select from call_visit mine
    join call c on c.id = mine.call_id and c.ended_at is null
    join call_visit theirs on theirs.call_id = c.id
    where mine.identity = ${guestIdentity(actor.guestId)} and theirs.identity = 'u' || ${user.id} and ${isThere("mine")} and ${isThere("theirs")}
      and not exists (select from call_ban b where b.room_id = c.room_id and b.identity = mine.identity))`;
}

/**
 * The pictures of these people by their number; who has none, or has no open account, is left out. `unknown`: of whom a
 * guest is told nothing, since they are in no call together, or the server has not heard of it yet.
 * @throws AppError unauthenticated
 */
export async function findPictures(actor: Actor, personIds: readonly number[]): Promise<{ pictures: Record<string, string>; unknown: number[] }> {
  authorize(canSeePictures(actor));
  if (personIds.length === 0) return { pictures: {}, unknown: [] };
  const rows = await db()
    .select({ id: user.id, picture: user.picture })
    .from(user)
    .where(and(inArray(user.id, [...personIds]), eq(user.isActive, true), isInSight(actor)));
  const pictures = Object.fromEntries(rows.flatMap(({ id, picture }) => (picture === null ? [] : [[String(id), picturePath(picture)]])));
  const seen = new Set(rows.map(({ id }) => id));
  return { pictures, unknown: actor.kind === "guest" ? personIds.filter((id) => !seen.has(id)) : [] };
}

/** Where the bytes of a picture are that somebody still shows. @throws AppError unauthenticated, not_found */
export async function getPictureKey(actor: Actor, name: string, width: PictureWidth): Promise<string> {
  authorize(canSeePictures(actor));
  const [shown] = await db().select({ id: user.id }).from(user).where(and(eq(user.picture, name), eq(user.isActive, true), isInSight(actor))).limit(1);
  if (!shown) throw new AppError("not_found");
  return pictureKey(name, width);
}

/** Whether a person has this picture. */
export async function isPictureShown(on: Executor, name: string, kind: PictureKind = "picture"): Promise<boolean> {
  const [row] = await on.select({ id: user.id }).from(user).where(eq(pictureKinds[kind], name)).limit(1);
  return row !== undefined;
}
