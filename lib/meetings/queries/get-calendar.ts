import { db } from "@/db/client";
import { personOf, type Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { calendarFile } from "@/lib/meetings/calendar";
import { findCalendarEntry } from "@/lib/meetings/queries/calendar-entries";
import { findMeetingFacts } from "@/lib/meetings/queries/find-meeting";

/**
 * A meeting as a calendar file, for whoever has its address: they see its title and hours on its page as well. Under the
 * name that invitations use, so that a calendar with both has it once. The host's address is told only to the host and
 * to those who were asked to come. @throws AppError not_found
 */
export async function getMeetingCalendar(actor: Actor, uuid: string): Promise<string> {
  const found = await findMeetingFacts(db(), actor, { uuid });
  const entry = found && !found.facts.isRoomDeleted ? await findCalendarEntry(found.meeting.id, null) : null;
  if (!found || !entry) throw new AppError("not_found");
  const person = personOf(actor);
  const knowsHost = found.facts.isAttendee || (person !== null && person === found.facts.hostId);
  return calendarFile([knowsHost ? entry : { ...entry, host: null }], "PUBLISH");
}
