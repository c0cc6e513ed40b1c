import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { calendarFile, type CalendarEntry } from "@/lib/meetings/calendar";

const entry: CalendarEntry = {
  uuid: "0b0d9e0e-5c5e-4d5e-9d55-7b1d4c9a4b11",
  title: "Übergabe; mit \"Müller, Meier\"\\",
  url: "http://localhost:3000/m/ubergabe-0b0d9e0e-5c5e-4d5e-9d55-7b1d4c9a4b11",
  startsAt: new Date("2027-03-19T08:00:00Z"),
  endsAt: new Date("2027-03-19T08:30:00Z"),
  timeZone: "Europe/Berlin",
  rrule: null,
  sequence: 3,
  isCancelled: false,
  updatedAt: new Date("2027-01-01T00:00:00Z"),
  host: { name: "Ada Example", email: "ada@example.test" },
  attendee: { email: "grace@example.test", response: "open" },
  exceptions: [],
};

/** What a calendar program makes of a file; its zones come from the file alone. */
function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file) as never);
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone as never);
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  return { calendar, events };
}

const json = (time: { toJSDate(): Date }) => time.toJSDate().toISOString();

describe("a calendar file, read by another library", () => {
  test("has the meeting with its title as it is, its hours, its host and its one reader", () => {
    const { calendar, events } = read(calendarFile([entry], "REQUEST"));
    expect(calendar.getFirstPropertyValue("method")).toBe("REQUEST");
    const [event] = events;
    expect(events).toHaveLength(1);
    expect(event!.uid).toBe("meeting-0b0d9e0e-5c5e-4d5e-9d55-7b1d4c9a4b11@localhost");
    expect(event!.summary).toBe(entry.title);
    expect(event!.sequence).toBe(3);
    expect([json(event!.startDate), json(event!.endDate)]).toEqual(["2027-03-19T08:00:00.000Z", "2027-03-19T08:30:00.000Z"]);
    expect(event!.startDate.zone.tzid).toBe("Europe/Berlin");
    expect(String(event!.component.getFirstPropertyValue("organizer"))).toBe("mailto:ada@example.test");
    expect(event!.attendees.map((each) => String(each.getFirstValue()))).toEqual(["MAILTO:grace@example.test"]);
    expect(event!.component.getFirstPropertyValue("status")).toBe("CONFIRMED");
  });

  test("a repeated one keeps its hour when clocks change, leaves out what was called off and moves what was moved", () => {
    const { events } = read(
      calendarFile(
        [
          {
            ...entry,
            rrule: "FREQ=WEEKLY;BYDAY=FR;COUNT=4",
            exceptions: [
              { originalStartsAt: new Date("2027-03-26T08:00:00Z"), startsAt: new Date("2027-03-26T08:00:00Z"), endsAt: new Date("2027-03-26T08:30:00Z"), isCancelled: true },
              { originalStartsAt: new Date("2027-04-02T07:00:00Z"), startsAt: new Date("2027-04-03T09:00:00Z"), endsAt: new Date("2027-04-03T10:00:00Z"), isCancelled: false },
            ],
          },
        ],
        "PUBLISH",
      ),
    );
    const master = events.find((each) => !each.isRecurrenceException())!;
    for (const each of events) if (each.isRecurrenceException()) master.relateException(each);
    const iterator = master.iterator();
    const times: string[] = [];
    for (let next = iterator.next(); next; next = iterator.next()) {
      const { startDate, endDate } = master.getOccurrenceDetails(next);
      times.push(`${json(startDate).slice(0, 16)} to ${json(endDate).slice(11, 16)}`);
    }
    expect(times).toEqual(["2027-03-19T08:00 to 08:30", "2027-04-03T09:00 to 10:00", "2027-04-09T07:00 to 07:30"]);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(1);
  });

  test("a cancellation says so under the same name, with the method that takes it off calendars", () => {
    const { calendar, events } = read(calendarFile([{ ...entry, isCancelled: true, sequence: 4 }], "CANCEL"));
    expect([calendar.getFirstPropertyValue("method"), events[0]!.component.getFirstPropertyValue("status"), events[0]!.sequence]).toEqual(["CANCEL", "CANCELLED", 4]);
  });

  test("a line break in a title starts no property of its own; lines are at most 75 bytes", () => {
    const file = calendarFile([{ ...entry, title: `A\r\nATTENDEE:mailto:mallory@example.test ${"ü".repeat(100)}` }], "PUBLISH");
    expect(read(file).events[0]!.attendees).toHaveLength(1);
    expect(file.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });

  test.each(["UTC", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata", "US/Pacific", "EST"])("a meeting in %s is read at its instant, by a zone that the file holds", (timeZone) => {
    const { calendar, events } = read(calendarFile([{ ...entry, timeZone }], "PUBLISH"));
    expect(json(events[0]!.startDate)).toBe("2027-03-19T08:00:00.000Z");
    const named = events[0]!.component.getFirstProperty("dtstart")!.getParameter("tzid");
    expect(calendar.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid"))).toEqual([named]);
  });
});
