import { createHash } from "node:crypto";
import { and, eq, isNull, ne } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { meeting, meetingAttendee, meetingOccurrence } from "@/db/schema/meetings";
import { room } from "@/db/schema/rooms";
import { defaultLocale, type Locale } from "@/lib/core/locale";
import { calendarFile, type CalendarEntry } from "@/lib/meetings/calendar";
import { meetingCancelledMail, meetingChangedMail, meetingInviteMail, meetingReminderMail, meetingRemovedMail, type MeetingMailFacts } from "@/lib/meetings/mails";
import { findCalendarEntry } from "@/lib/meetings/queries/calendar-entries";
import { findCurrentOccurrence, type MeetingRow } from "@/lib/meetings/queries/find-meeting";
import { meetingUrl } from "@/lib/meetings/queries/meeting-dto";
import { queueMail, type MailRecipient } from "@/lib/platform/mail/queue";

type Attendee = typeof meetingAttendee.$inferSelect;
type Host = { id: number; name: string; email: string; locale: Locale; isActive: boolean } | null;

/** What people have been told of a meeting, without who is told: equal for equal mails. */
function hashOf(entry: CalendarEntry): string {
  const { title, startsAt, endsAt, timeZone, rrule, isCancelled, exceptions } = entry;
  return createHash("sha256").update(JSON.stringify({ title, startsAt, endsAt, timeZone, rrule, isCancelled, exceptions })).digest("base64url");
}

async function hostOf(tx: Tx, hostId: number | null): Promise<Host> {
  if (hostId === null) return null;
  const [row] = await tx.select({ id: user.id, name: user.name, email: user.email, locale: user.locale, isActive: user.isActive }).from(user).where(eq(user.id, hostId));
  return row ?? null;
}

/** To a person as they are then; to an address in the host's language and the meeting's zone. */
function recipientOf(attendee: Pick<Attendee, "userId" | "email">, host: Host, timeZone: string): MailRecipient {
  return attendee.userId === null ? { email: attendee.email, locale: host?.locale ?? defaultLocale, timeZone } : { userId: attendee.userId };
}

async function factsFor(tx: Tx, row: MeetingRow, host: Host, entry: CalendarEntry, isOff: boolean): Promise<MeetingMailFacts> {
  const current = await findCurrentOccurrence(tx, row.id);
  return {
    meetingId: row.id,
    sequence: row.sequence,
    title: row.title,
    startsAt: (current?.startsAt ?? row.startsAt).toISOString(),
    isRepeated: row.rrule !== null,
    host: host?.name ?? "Atrium",
    url: meetingUrl(row.title, row.uuid),
    calendar: calendarFile([isOff ? { ...entry, isCancelled: true } : entry], isOff ? "CANCEL" : "REQUEST"),
  };
}

/** Tells one person what they do not know yet: asked, changed, called off, or no longer asked. Answers whether there was a mail. */
async function tellAttendee(tx: Tx, row: MeetingRow, host: Host, attendee: Attendee): Promise<boolean> {
  const entry = await findCalendarEntry(row.id, { email: attendee.email, response: attendee.response });
  if (!entry) return false;
  const isOff = row.cancelledAt !== null || attendee.removedAt !== null;
  const hash = hashOf(entry);
  const isNews = attendee.toldHash === null ? !isOff : attendee.toldHash !== hash || attendee.removedAt !== null;
  if (isNews) {
    const kind = isOff ? (attendee.removedAt === null ? meetingCancelledMail : meetingRemovedMail) : attendee.toldHash === null ? meetingInviteMail : meetingChangedMail;
    await queueMail(tx, kind, { to: recipientOf(attendee, host, row.timeZone), data: await factsFor(tx, row, host, entry, isOff) });
  }
  if (attendee.removedAt !== null) await tx.delete(meetingAttendee).where(eq(meetingAttendee.id, attendee.id));
  else if (attendee.toldHash !== null || isNews) await tx.update(meetingAttendee).set({ toldHash: hash }).where(eq(meetingAttendee.id, attendee.id));
  return isNews;
}

/**
 * Tells everybody who was asked to come what has changed, by what holds now: whoever knows it already gets no mail. A
 * newer change has a run of its own, so that an older one tells nothing. Answers how many mails were queued.
 */
export async function tellAttendees(change: { meetingId: number; sequence: number; byHost: boolean }): Promise<number> {
  return transaction(async (tx) => {
    const [row] = await tx.select().from(meeting).where(eq(meeting.id, change.meetingId)).for("no key update");
    if (!row || row.sequence !== change.sequence) return 0;
    const [place] = await tx.select({ deletedAt: room.deletedAt }).from(room).where(eq(room.id, row.roomId));
    if (!place || place.deletedAt !== null) return 0;
    const host = await hostOf(tx, row.hostId);
    const attendees = await tx.select().from(meetingAttendee).where(eq(meetingAttendee.meetingId, row.id)).orderBy(meetingAttendee.id);
    let told = 0;
    for (const attendee of attendees) if (await tellAttendee(tx, row, host, attendee)) told += 1;
    // A moderator did it: the host hears of it too.
    if (!change.byHost && host?.isActive) {
      const entry = await findCalendarEntry(row.id, { email: host.email, response: "accepted" });
      const isOff = row.cancelledAt !== null;
      if (entry) await queueMail(tx, isOff ? meetingCancelledMail : meetingChangedMail, { to: { userId: host.id }, data: await factsFor(tx, row, host, entry, isOff) });
      told += 1;
    }
    return told;
  });
}

/** Reminds the host and those who were asked and did not decline, once for each start. Nothing for a time that was moved, called off, or has begun. Answers how many mails were queued. */
export async function remindAttendees({ occurrenceId, startsAtMs }: { occurrenceId: number; startsAtMs: number }): Promise<number> {
  const [found] = await db()
    .select({ meeting, occurrence: meetingOccurrence })
    .from(meetingOccurrence)
    .innerJoin(meeting, eq(meeting.id, meetingOccurrence.meetingId))
    .innerJoin(room, and(eq(room.id, meeting.roomId), isNull(room.deletedAt)))
    .where(and(eq(meetingOccurrence.id, occurrenceId), isNull(meetingOccurrence.cancelledAt), isNull(meeting.cancelledAt)));
  if (!found || found.occurrence.startsAt.getTime() !== startsAtMs || startsAtMs <= Date.now()) return 0;
  const { meeting: row, occurrence } = found;
  return transaction(async (tx) => {
    const host = await hostOf(tx, row.hostId);
    const attendees = await tx.select().from(meetingAttendee).where(and(eq(meetingAttendee.meetingId, row.id), isNull(meetingAttendee.removedAt), ne(meetingAttendee.response, "declined")));
    const people = [...(host?.isActive ? [{ id: null, userId: host.id, email: host.email }] : []), ...attendees];
    const data = { occurrenceId, title: row.title, startsAt: occurrence.startsAt.toISOString(), host: host?.name ?? "Atrium", url: meetingUrl(row.title, row.uuid) };
    let queued = 0;
    for (const person of people) {
      const dedupeKey = `meeting-reminder:${occurrenceId}:${startsAtMs}:${person.id ?? "host"}`;
      const id = await queueMail(tx, meetingReminderMail, { to: recipientOf(person, host, row.timeZone), data: { ...data, attendeeId: person.id }, dedupeKey });
      if (id !== null) queued += 1;
    }
    return queued;
  });
}
