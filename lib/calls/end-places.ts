import { and, eq, inArray, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { call, callVisit } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import { tagIn, tagOfSession } from "@/lib/calls/place";
import { livekit } from "@/lib/platform/livekit/api";

/**
 * Ends the places in calls that these sign-ins hold, and no other place of the same person: the connection carries the
 * mark of its sign-in. The gate refuses them from then on. What LiveKit misses while it is away, the job of each minute
 * repeats. Answers how many were sent away. @throws AppError upstream_failed while LiveKit is away
 */
export async function endPlacesOfSessions(sessionIds: readonly string[]): Promise<number> {
  const tags = sessionIds.map(tagOfSession);
  const visits = await db()
    .select({ slug: room.slug })
    .from(callVisit)
    .innerJoin(call, eq(call.id, callVisit.callId))
    .innerJoin(room, eq(room.id, call.roomId))
    .where(and(inArray(callVisit.sessionTag, tags), isNull(callVisit.leftAt), isNull(call.endedAt)));
  let ended = 0;
  for (const slug of new Set(visits.map((each) => each.slug))) {
    const theirs = (await livekit().listParticipants(slug)).filter(({ attributes }) => tags.includes(tagIn(attributes) ?? ""));
    for (const { sid, identity } of theirs) {
      // First the row, then LiveKit: the gate must know before they try to come back.
      await db().update(callVisit).set({ sentAway: true }).where(eq(callVisit.participantSid, sid));
      await livekit().removeParticipant(slug, identity);
      ended += 1;
    }
  }
  return ended;
}
