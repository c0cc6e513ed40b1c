import { and, desc, eq, exists, inArray, isNull, not, or } from "drizzle-orm";
import { db } from "@/db/client";
import { callBan } from "@/db/schema/calls";
import { recording } from "@/db/schema/recordings";
import { room, roomMember } from "@/db/schema/rooms";
import { isModerator, type Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { userIdentity } from "@/lib/calls/contract";
import { getEntry } from "@/lib/calls/queries";
import { AppError, isAppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import type { LiveStream } from "@/lib/recordings/contract";
import { canStopRecording, canWatchStream } from "@/lib/recordings/policy";
import { recordingFactsOf } from "@/lib/recordings/queries/recordings";
import { isBroken, isRunning, runningStatuses } from "@/lib/recordings/state";
import { getVideo } from "@/lib/videos/queries";

/** A stream for one who may watch it; `isRunning`: it has not ended, whether or not there is something to see yet. */
export type WatchedStream = Omit<LiveStream, "state" | "viewers"> & { isRunning: boolean; /** It ended for a fault of ours. */ isBroken: boolean; /** For those who may change it. */ audience: "members" | "signed_in" | "public"; canSteer: boolean };

/** The video that a stream became, where the asker may watch it. */
async function findVideoOf(actor: Actor, videoId: number | null): Promise<number | null> {
  if (videoId === null || actor.kind !== "user") return null;
  try {
    return (await getVideo(actor, videoId)).playable ? videoId : null;
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

/** One stream, for its audience. Its number is no secret, and nobody finds it by guessing. @throws AppError not_found; unauthenticated where signing in may help */
export async function getLiveStream(actor: Actor, id: string): Promise<WatchedStream> {
  const [row] = await db()
    .select({ roomId: recording.roomId, title: recording.title, status: recording.status, reason: recording.reason, finishedAt: recording.finishedAt, audience: recording.audience, startedAt: recording.startedAt, startedBy: recording.startedBy, videoId: recording.videoId })
    .from(recording)
    .where(and(eq(recording.id, id), eq(recording.kind, "stream"), isNull(recording.deletedAt)));
  if (!row || row.audience === null) throw new AppError("not_found");
  const { audience, title, status, startedAt, videoId } = row;
  const entry = await getEntry(actor, String(row.roomId));
  const facts = recordingFactsOf(entry);
  authorize(canWatchStream(actor, { ...facts, isBanned: entry.facts.isBanned }, { audience }));
  return {
    id, title, audience,
    room: { name: entry.room.name, slug: entry.room.slug },
    isRunning: isRunning(status),
    isBroken: isBroken(row),
    started_at: startedAt && toTimestamp(startedAt),
    video_id: await findVideoOf(actor, videoId),
    canSteer: canStopRecording(actor, facts, row).allowed,
  };
}

/** The streams that run and that are offered to this person, the newest first: those of their rooms, and those for everybody with an account, but where they are banned. For the others of everybody one has a link. @throws AppError unauthenticated */
export async function listLiveStreams(actor: Actor): Promise<{ id: string; title: string; roomName: string; slug: string }[]> {
  const { userId } = requireUser(actor);
  const isMember = exists(db().select({ id: roomMember.userId }).from(roomMember).where(and(eq(roomMember.roomId, recording.roomId), eq(roomMember.userId, userId))));
  const isBanned = exists(db().select({ id: callBan.id }).from(callBan).where(and(eq(callBan.roomId, recording.roomId), eq(callBan.identity, userIdentity(userId)))));
  const isOffered = and(eq(recording.audience, "signed_in"), isModerator(actor) ? undefined : not(isBanned));
  return db()
    .select({ id: recording.id, title: recording.title, roomName: room.name, slug: room.slug })
    .from(recording)
    .innerJoin(room, and(eq(room.id, recording.roomId), isNull(room.deletedAt)))
    .where(and(eq(recording.kind, "stream"), inArray(recording.status, [...runningStatuses]), isNull(recording.deletedAt), or(isMember, isOffered)))
    .orderBy(desc(recording.createdAt));
}
