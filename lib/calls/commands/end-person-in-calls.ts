import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { call, callVisit } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import { userIdentity } from "@/lib/calls/contract";
import { bringToLivekit } from "@/lib/calls/moderation";
import { tagOfSession } from "@/lib/calls/place";
import { livekit } from "@/lib/platform/livekit/api";

/**
 * Ends the places that a person has in calls: all of them when the account was closed, those of one sign-in when that
 * ended. The gate refuses them from the moment the session's or the account's row says so; this only makes it heard at
 * once. What LiveKit does not take the job repeats within a minute. Answers how many places it was.
 */
export async function endPersonInCalls({ userId, sessionId }: { userId: number; sessionId?: string }): Promise<number> {
  const identity = userIdentity(userId);
  const ofSession = sessionId === undefined ? undefined : eq(callVisit.sessionTag, tagOfSession(sessionId));
  const places = await db()
    .selectDistinct({ slug: room.slug })
    .from(callVisit)
    .innerJoin(call, and(eq(call.id, callVisit.callId), isNull(call.endedAt)))
    .innerJoin(room, eq(room.id, call.roomId))
    .where(and(eq(callVisit.identity, identity), isNull(callVisit.leftAt), ofSession));
  for (const { slug } of places) await bringToLivekit(() => livekit().removeParticipant(slug, identity));
  return places.length;
}
