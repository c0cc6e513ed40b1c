import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { meeting } from "@/db/schema/meetings";
import type { ExportPart } from "@/lib/core/export-part";

async function* meetingsOf(personId: number) {
  const { id, uuid, title, roomId, startsAt, durationMinutes, timeZone, rrule, cancelledAt, createdAt } = meeting;
  yield* await db().select({ id, uuid, title, roomId, startsAt, durationMinutes, timeZone, rrule, cancelledAt, createdAt }).from(meeting).where(eq(meeting.hostId, personId)).orderBy(meeting.id);
}

export const meetingParts: ExportPart[] = [{ name: "meetings", rows: meetingsOf }];
