import { sql, type SQL } from "drizzle-orm";
import { room, roomMember } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import type { Actor } from "@/lib/authz/actor";
import type { VideoFacts } from "@/lib/videos/policy";

type VideoRow = Pick<typeof video.$inferSelect, "ownerId" | "visibility" | "processingStatus" | "publishedGeneration" | "previousSource" | "deletedAt">;

/** Columns of a verdict. */
export const factColumns = {
  ownerId: video.ownerId,
  visibility: video.visibility,
  processingStatus: video.processingStatus,
  publishedGeneration: video.publishedGeneration,
  previousSource: video.previousSource,
  deletedAt: video.deletedAt,
};

/** Whether `actor` is a member of the room, not deleted, of the video in the outer query. */
export function isRoomMember(actor: Actor): SQL<boolean> {
  if (actor.kind !== "user") return sql<boolean>`false`;
  return sql<boolean>`exists (
    select from ${roomMember} join ${room} on ${room.id} = ${roomMember.roomId} and ${room.deletedAt} is null
    where ${roomMember.roomId} = ${video.roomId} and ${roomMember.userId} = ${actor.userId})`;
}

export function factsOf(row: VideoRow & { isRoomMember: boolean }): VideoFacts {
  return {
    ownerId: row.ownerId,
    visibility: row.visibility,
    status: row.processingStatus,
    hasOutput: row.publishedGeneration !== null,
    isReplacing: row.previousSource !== null,
    isDeleted: row.deletedAt !== null,
    isRoomMember: row.isRoomMember,
  };
}
