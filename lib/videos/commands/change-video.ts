import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { recordEvent } from "@/lib/platform/jobs";
import { keepCategory } from "@/lib/videos/commands/change-categories";
import { lockVideo, writeVideo, type VideoRow } from "@/lib/videos/commands/lock-video";
import { videoProcessRequested, type ChangedVideo, type ChangeVideoInput } from "@/lib/videos/contract";
import { canManageVideo, canRestoreVideo } from "@/lib/videos/policy";

const toChanged = ({ id, title, description, category, visibility, roomId }: VideoRow): ChangedVideo => ({ id, title, description, category, visibility, room_id: roomId });

/** To the members of a room it is given by a member of it; a conversation of two is nobody else's to know of. */
async function requireOwnRoom(tx: Tx, actor: Actor, roomId: number): Promise<void> {
  const [own] = await tx
    .select({ id: room.id })
    .from(roomMember)
    .innerJoin(room, and(eq(room.id, roomMember.roomId), isNull(room.deletedAt)))
    .where(and(eq(room.id, roomId), eq(room.kind, "room"), eq(roomMember.userId, requireUser(actor).userId)));
  if (!own) throw new AppError("invalid_input", { fields: { room_id: ["You are in no such room."] } });
}

/** The columns that a change names, as they are to be. */
function wishesOf({ room_id: roomId, ...named }: ChangeVideoInput): Partial<VideoRow> {
  const wishes = named.visibility === undefined ? named : { ...named, roomId: roomId ?? null };
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined));
}

/**
 * Changes what is named of a video; the rest stays, and what is as wished already is no change. Whoever loses the right
 * to see it by that is stopped within moments. @throws AppError unauthenticated, not_found, invalid_input for a room of others
 */
export async function changeVideo(actor: Actor, videoId: number, input: ChangeVideoInput): Promise<ChangedVideo> {
  return transaction((tx) => changeVideoIn(tx, actor, videoId, input));
}

/** The same in the caller's transaction. */
export async function changeVideoIn(tx: Tx, actor: Actor, videoId: number, given: ChangeVideoInput): Promise<ChangedVideo> {
  const before = await lockVideo(tx, actor, videoId, canManageVideo);
  const input = given.category === undefined ? given : { ...given, category: await keepCategory(tx, given.category) };
  const changes = Object.entries(wishesOf(input)).filter(([key, value]) => value !== before[key as keyof VideoRow]);
  if (changes.length === 0) return toChanged(before);
  if (input.room_id !== undefined && input.room_id !== before.roomId) await requireOwnRoom(tx, actor, input.room_id);
  const after = await writeVideo(tx, videoId, Object.fromEntries(changes));
  const details = Object.fromEntries(changes.map(([key, to]) => [key, { from: before[key as keyof VideoRow], to }]));
  await recordAudit(tx, actor, { action: "video.changed", target: { type: "video", id: videoId }, details });
  return toChanged(after);
}

/** Takes a video out of the library and ends its playback. It can be brought back until its files are swept. @throws AppError unauthenticated, not_found */
export async function deleteVideo(actor: Actor, videoId: number): Promise<void> {
  await transaction((tx) => deleteVideoIn(tx, actor, videoId));
}

/** The same in the caller's transaction. */
export async function deleteVideoIn(tx: Tx, actor: Actor, videoId: number): Promise<void> {
  const { title } = await lockVideo(tx, actor, videoId, canManageVideo);
  await writeVideo(tx, videoId, { deletedAt: sql`now()` });
  await recordAudit(tx, actor, { action: "video.deleted", target: { type: "video", id: videoId }, details: { title } });
}

/** Brings a deleted video back as it was. @throws AppError unauthenticated, not_found, conflict for one that is not deleted */
export async function restoreVideo(actor: Actor, videoId: number): Promise<void> {
  await transaction((tx) => restoreVideoIn(tx, actor, videoId));
}

/** The same in the caller's transaction. */
export async function restoreVideoIn(tx: Tx, actor: Actor, videoId: number): Promise<void> {
  const { isKept: canComeBack, processingStatus } = await lockVideo(tx, actor, videoId, canRestoreVideo);
  if (!canComeBack) throw new AppError("not_found");
  await writeVideo(tx, videoId, { deletedAt: null });
  // Its run has found it deleted and gone; one that was in the middle is missed by its lease.
  if (processingStatus === "pending") await recordEvent(tx, videoProcessRequested.create({ videoId }));
  await recordAudit(tx, actor, { action: "video.restored", target: { type: "video", id: videoId } });
}
