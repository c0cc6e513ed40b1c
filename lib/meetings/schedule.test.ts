import fc from "fast-check";
import ICAL from "ical.js";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { checkRule, instantOf, isTimeZone, startsOf, wallTimeOf } from "@/lib/meetings/schedule";

const berlin = "Europe/Berlin";
const iso = (dates: Date[]) => dates.map((date) => date.toISOString().slice(0, 16));

describe("wall-clock times in named zones", () => {
  test("a time that clocks skip is as much later as they jump, one that they show twice is the first", () => {
    expect(instantOf("2026-03-29T02:30", berlin)).toEqual(new Date("2026-03-29T01:30:00Z"));
    expect(instantOf("2026-10-25T02:30", berlin)).toEqual(new Date("2026-10-25T00:30:00Z"));
    expect(wallTimeOf(new Date("2026-03-29T01:30:00Z"), berlin)).toBe("2026-03-29T03:30");
  });

  test.each(["", "2026-02-30T10:00", "2026-13-01T10:00", "2026-01-01T24:01", "2026-01-01 10:00", "2026-01-01T10:00:00", "next Monday"])("%j is no time", (text) => {
    expect(instantOf(text, berlin)).toBeNull();
  });

  test("only names of zones are zones", () => {
    expect(["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5"].every(isTimeZone)).toBe(true);
    expect(["", "+02:00", "europe/berlin", "Mars/Base", "__proto__", "Europe/Berlin\n", "a".repeat(100)].some(isTimeZone)).toBe(false);
  });
});

describe("rules", () => {
  const friday = instantOf("2026-03-27T09:00", berlin)!;

  test("nine o'clock stays nine o'clock when clocks go forward and back", () => {
    expect(iso(startsOf({ startsAt: friday, timeZone: berlin, rrule: "FREQ=WEEKLY;COUNT=2" }, friday, new Date("2027-01-01"), 10))).toEqual(["2026-03-27T08:00", "2026-04-03T07:00"]);
    const october = instantOf("2026-10-24T09:00", berlin)!;
    expect(iso(startsOf({ startsAt: october, timeZone: berlin, rrule: "FREQ=DAILY;COUNT=2" }, october, new Date("2027-01-01"), 10))).toEqual(["2026-10-24T07:00", "2026-10-25T08:00"]);
  });

  test("a day whose time is skipped has no meeting, and it is not counted", () => {
    const saturday = instantOf("2026-03-28T02:30", berlin)!;
    expect(iso(startsOf({ startsAt: saturday, timeZone: berlin, rrule: "FREQ=DAILY;COUNT=2" }, saturday, new Date("2027-01-01"), 10))).toEqual(["2026-03-28T01:30", "2026-03-30T00:30"]);
  });

  test.each([
    ["FREQ=WEEKLY;BYDAY=FR", "ok"],
    ["FREQ=MONTHLY;BYDAY=4FR", "ok"],
    ["FREQ=WEEKLY;BYDAY=FR;UNTIL=20261231T000000Z", "ok"],
    ["FREQ=WEEKLY;BYDAY=MO", "start_not_in_rule"],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "malformed"],
    ["FREQ=HOURLY", "malformed"],
    ["FREQ=DAILY;BYHOUR=9,10", "malformed"],
    ["FREQ=DAILY;COUNT=3;UNTIL=20261231T000000Z", "malformed"],
    ["FREQ=DAILY;INTERVAL=0", "malformed"],
    ["FREQ=DAILY;INTERVAL=99999999", "malformed"],
    ["FREQ=DAILY;FREQ=WEEKLY", "malformed"],
    ["COUNT=3", "malformed"],
    ["FREQ=DAILY\r\nATTENDEE:x", "malformed"],
    ["", "malformed"],
    [`FREQ=DAILY;BYMONTH=${"1,".repeat(200)}1`, "malformed"],
  ])("%j from a Friday is %s", (rule, verdict) => {
    expect(checkRule(rule, friday, berlin)).toBe(verdict);
  });

  test("a rule without a time within the horizon has its next one all the same", () => {
    const leap = new Date("2028-02-29T12:00:00Z");
    expect(iso(startsOf({ startsAt: leap, timeZone: "UTC", rrule: "FREQ=YEARLY" }, new Date("2028-03-01"), new Date("2029-03-01"), 10))).toEqual(["2032-02-29T12:00"]);
  });
});

/** The same rule by two other libraries: one for the days of the rule, one for the zone. What clocks skip does not take place. */
function startsBySecondOpinion(wallTime: string, timeZone: string, rrule: string, until: Date, count: number | null): Date[] {
  const rule = ICAL.Recur.fromString(rrule.replace(/;COUNT=\d+/, ""));
  const days = rule.iterator(ICAL.Time.fromString(`${wallTime}:00`, undefined as never));
  const starts: Date[] = [];
  for (let next = days.next(); next && starts.length < (count ?? Infinity); next = days.next()) {
    const { year, month, day, hour, minute } = next;
    const at = DateTime.fromObject({ year, month, day, hour, minute }, { zone: timeZone });
    if (at.toJSDate() >= until) break;
    if (at.hour === hour && at.minute === minute) starts.push(firstOfTwo(at));
  }
  return starts;
}

/** Of a time that clocks show twice the first: luxon does not promise which one it takes. */
function firstOfTwo(at: DateTime): Date {
  return at.getPossibleOffsets().map((each) => each.toJSDate()).sort((a, b) => a.getTime() - b.getTime())[0]!;
}

const zones = ["UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Auckland", "America/Santiago", "Asia/Tehran"];
const weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

const plans = fc
  .record({
    zone: fc.constantFrom(...zones),
    // Often near the nights in which clocks change, at hours that are skipped or shown twice.
    day: fc.oneof(fc.integer({ min: 0, max: 364 }), fc.constantFrom(86, 87, 88, 66, 67, 92, 94, 246, 296, 297, 298, 303, 304)),
    minutes: fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 239 })),
    interval: fc.integer({ min: 1, max: 4 }),
    count: fc.option(fc.integer({ min: 1, max: 40 })),
    kind: fc.constantFrom("daily", "weekly", "monthly by day", "monthly by weekday"),
    more: fc.subarray([...weekdays]),
  })
  .map(({ zone, day, minutes, interval, count, kind, more }) => {
    const start = DateTime.fromObject({ year: 2026 }, { zone: "UTC" }).plus({ days: day, minutes });
    const own = weekdays[start.weekday % 7]!;
    const rules = {
      daily: "FREQ=DAILY",
      weekly: `FREQ=WEEKLY;BYDAY=${weekdays.filter((each) => each === own || more.includes(each)).join(",")}`,
      "monthly by day": `FREQ=MONTHLY;BYMONTHDAY=${start.day}`,
      "monthly by weekday": `FREQ=MONTHLY;BYDAY=${Math.ceil(start.day / 7)}${own}`,
    };
    return { zone, wallTime: start.toFormat("yyyy-MM-dd'T'HH:mm"), rule: `${rules[kind as keyof typeof rules]};INTERVAL=${interval}${count === null ? "" : `;COUNT=${count}`}`, count };
  });

test("the times of random rules in random zones are those that two other libraries find", () => {
  fc.assert(
    fc.property(plans, ({ zone, wallTime, rule, count }) => {
      const startsAt = instantOf(wallTime, zone)!;
      // A first time that clocks skip is moved by them; which days the rule then means is no question of ours.
      fc.pre(wallTimeOf(startsAt, zone) === wallTime);
      const until = new Date(startsAt.getTime() + 500 * 86_400_000);
      expect(startsAt).toEqual(firstOfTwo(DateTime.fromISO(wallTime, { zone })));
      expect(startsOf({ startsAt, timeZone: zone, rrule: rule }, startsAt, until, 1000)).toEqual(startsBySecondOpinion(wallTime, zone, rule, until, count));
    }),
    { numRuns: 150 },
  );
});
