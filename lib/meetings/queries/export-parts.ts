import { asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { meeting, meetingAttendee, meetingFeed } from "@/db/schema/meetings";
import type { ExportPart } from "@/lib/core/export-part";

async function* meetingsOf(personId: number) {
  const { id, uuid, title, roomId, startsAt, durationMinutes, timeZone, rrule, cancelledAt, createdAt } = meeting;
  yield* await db().select({ id, uuid, title, roomId, startsAt, durationMinutes, timeZone, rrule, cancelledAt, createdAt }).from(meeting).where(eq(meeting.hostId, personId)).orderBy(meeting.id);
}

/** Which meetings the person was asked to, and what they answered. */
async function* invitationsOf(personId: number) {
  const { id, email, response, removedAt, createdAt } = meetingAttendee;
  yield* await db()
    .select({ id, meetingId: meeting.id, title: meeting.title, startsAt: meeting.startsAt, timeZone: meeting.timeZone, email, response, removedAt, createdAt })
    .from(meetingAttendee)
    .innerJoin(meeting, eq(meeting.id, meetingAttendee.meetingId))
    .where(eq(meetingAttendee.userId, personId))
    .orderBy(asc(id));
}

/** Without its secret, of which only a hash exists. */
async function* feedOf(personId: number) {
  const { createdAt, lastReadAt } = meetingFeed;
  yield* await db().select({ createdAt, lastReadAt }).from(meetingFeed).where(eq(meetingFeed.userId, personId));
}

export const meetingParts: ExportPart[] = [
  { name: "meetings", rows: meetingsOf },
  { name: "invitations", rows: invitationsOf },
  { name: "calendar-feed", rows: feedOf },
];
