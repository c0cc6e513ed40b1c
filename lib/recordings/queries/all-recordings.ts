import { and, desc, eq, ilike, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { escapeLike } from "@/db/like";
import { user } from "@/db/schema/accounts";
import { recording } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { settings } from "@/lib/core/settings";
import type { AnyRecording, RecordingStatus } from "@/lib/recordings/contract";
import { canHandleRecordings, isKeptForOwners } from "@/lib/recordings/policy";
import { isAwaited, isLeft, isRunning } from "@/lib/recordings/state";
import { showTargets } from "@/lib/recordings/targets";

export type RecordingFilter = { /** A part of the room's name, of the title or of who began it. */ text?: string | undefined; state?: RecordingStatus | "deleted" | undefined; /** When the last one of the page before was asked for, in epoch milliseconds. */ before?: number | undefined };

/** The recordings of every room, the newest first, for moderators; deleted ones where they are asked for. `next` is the `before` of the page after. @throws AppError unauthenticated, forbidden */
export async function listAllRecordings(actor: Actor, { text = "", state, before }: RecordingFilter): Promise<{ items: AnyRecording[]; next: number | null }> {
  authorize(canHandleRecordings(actor));
  const like = `%${escapeLike(text.trim().replaceAll("\0", ""))}%`;
  const limit = settings.pageLimitDefault;
  const rows = await db()
    .select({ row: recording, roomName: room.name, slug: room.slug, isRoomDeleted: sql<boolean>`${room.deletedAt} is not null`, by: user.name })
    .from(recording)
    .innerJoin(room, eq(room.id, recording.roomId))
    .leftJoin(user, eq(user.id, recording.startedBy))
    .where(
      and(
        state === "deleted" ? isNotNull(recording.deletedAt) : isNull(recording.deletedAt),
        state === undefined || state === "deleted" ? undefined : eq(recording.status, state),
        like === "%%" ? undefined : or(ilike(room.name, like), ilike(recording.title, like), ilike(user.name, like)),
        before === undefined ? undefined : lt(recording.createdAt, new Date(before)),
      ),
    )
    .orderBy(desc(recording.createdAt))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const targets = await showTargets(shown.flatMap(({ row }) => (row.kind === "stream" ? [row.id] : [])));
  return {
    items: shown.map(({ row, roomName, slug, isRoomDeleted, by }) => ({
      id: row.id, kind: row.kind, targets: targets.get(row.id) ?? [], room: { name: roomName, slug, isDeleted: isRoomDeleted }, title: row.title, status: row.status, mode: row.mode, engine: row.engine, isInBrowser: isAwaited(row), reason: row.reason, by, createdAt: row.createdAt,
      durationSeconds: row.durationSeconds, sizeBytes: row.sizeBytes, storageKey: row.storageKey, isDeleted: row.deletedAt !== null,
      figures: isRunning(row.status) ? row.figures : null,
      can: { finish: isRunning(row.status), mail: row.status === "saved" && row.deletedAt === null && !isRoomDeleted && isKeptForOwners(row), retry: isLeft(row), purge: !isRunning(row.status) },
    })),
    next: rows.length > limit ? shown.at(-1)!.row.createdAt.getTime() : null,
  };
}
