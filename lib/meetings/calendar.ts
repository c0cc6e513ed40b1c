import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus, type ICalEventData } from "ical-generator";
import { Temporal } from "temporal-polyfill";
import { tzlib_get_ical_block } from "timezones-ical-library";

/** One time that is not as the rule says: moved, or called off. */
export type CalendarException = { originalStartsAt: Date; startsAt: Date; endsAt: Date; isCancelled: boolean };

/** A meeting as a calendar has it. */
export type CalendarEntry = {
  uuid: string;
  title: string;
  url: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  rrule: string | null;
  sequence: number;
  isCancelled: boolean;
  updatedAt: Date;
  host: { name: string; email: string } | null;
  /** The one reader that this entry is for; nobody learns who else was asked. */
  attendee: { email: string; response: "open" | "accepted" | "declined" } | null;
  exceptions: CalendarException[];
};

/** REQUEST and CANCEL go to one person by mail; PUBLISH is a feed that is read. */
export type CalendarMethod = "REQUEST" | "CANCEL" | "PUBLISH";

const statuses = { open: ICalAttendeeStatus.NEEDSACTION, accepted: ICalAttendeeStatus.ACCEPTED, declined: ICalAttendeeStatus.DECLINED };

/** The name of a meeting in every calendar: never changes, so that a change finds what it changes. */
function uidOf({ uuid, url }: CalendarEntry): string {
  return `meeting-${uuid}@${new URL(url).hostname}`;
}

/** A zone's own rules for a calendar, which names it by its present name: `US/Pacific` is `America/Los_Angeles` there. Null for one that the library does not know. */
function zoneBlock(timeZone: string): { tzid: string; block: string } | null {
  const answer = tzlib_get_ical_block(timeZone);
  const block = typeof answer === "string" ? answer : (answer[0] ?? "");
  const tzid = /^TZID:(.+?)\r?$/m.exec(block)?.[1];
  return tzid === undefined ? null : { tzid, block };
}

function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}

function eventOf(entry: CalendarEntry, startsAt: Date, endsAt: Date): ICalEventData {
  const { timeZone, host, attendee } = entry;
  return {
    id: uidOf(entry),
    sequence: entry.sequence,
    stamp: entry.updatedAt,
    lastModified: entry.updatedAt,
    start: zoned(startsAt, timeZone) as never,
    end: zoned(endsAt, timeZone) as never,
    timezone: zoneBlock(timeZone)?.tzid ?? null,
    summary: entry.title,
    location: entry.url,
    url: entry.url,
    status: entry.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: host,
    attendees: attendee ? [{ email: attendee.email, status: statuses[attendee.response], rsvp: false }] : [],
  };
}

function addEntry(calendar: ReturnType<typeof ical>, entry: CalendarEntry): void {
  const { timeZone, rrule } = entry;
  const whole = calendar.createEvent(eventOf(entry, entry.startsAt, entry.endsAt));
  if (rrule === null) return;
  const gone = entry.exceptions.filter(({ isCancelled }) => isCancelled).map(({ originalStartsAt }) => stampOf(originalStartsAt, timeZone));
  const dates = gone.length > 0 ? `\r\nEXDATE;TZID=${zoneBlock(timeZone)?.tzid ?? timeZone}:${gone.join(",")}` : "";
  whole.repeating(`RRULE:${rrule}${dates}`);
  for (const { originalStartsAt, startsAt, endsAt, isCancelled } of entry.exceptions) {
    if (isCancelled) continue;
    calendar.createEvent({ ...eventOf(entry, startsAt, endsAt), recurrenceId: zoned(originalStartsAt, timeZone) as never });
  }
}

/** `20260506T140000`, what clocks in the zone show. */
function stampOf(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: "second" }).replace(/[-:]/g, "");
}

/** Meetings as an iCalendar file (RFC 5545, and RFC 5546 for REQUEST and CANCEL), with the rules of every zone that is named in it. */
export function calendarFile(entries: readonly CalendarEntry[], method: CalendarMethod, name?: string): string {
  const calendar = ical({ prodId: { company: "Atrium", product: "Meetings", language: "EN" }, method: ICalCalendarMethod[method], ...(name ? { name } : {}) });
  calendar.timezone({ name: null, generator: (name) => zoneBlock(name)?.block ?? null });
  for (const entry of entries) addEntry(calendar, entry);
  return calendar.toString();
}
