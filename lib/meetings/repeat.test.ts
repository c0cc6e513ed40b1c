import { expect, test } from "vitest";
import { repeatOf, repeats, ruleFor } from "@/lib/meetings/repeat";
import { checkRule, instantOf, wallTimeOf } from "@/lib/meetings/schedule";

const zone = "Europe/Berlin";
const start = "2026-10-30T09:00";

test("each repetition of the form is a rule that begins with its start, and is recognised again", () => {
  const rules = Object.fromEntries(repeats.map((repeat) => [repeat, ruleFor(repeat, start, "", zone)]));
  expect(rules).toEqual({
    once: null,
    daily: "FREQ=DAILY",
    weekdays: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    weekly: "FREQ=WEEKLY;BYDAY=FR",
    fortnightly: "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    monthlyDay: "FREQ=MONTHLY;BYMONTHDAY=30",
    monthlyWeekday: "FREQ=MONTHLY;BYDAY=-1FR",
  });
  for (const repeat of repeats) {
    for (const until of ["", "2027-03-28"]) {
      const rule = ruleFor(repeat, start, until, zone);
      if (rule !== null) expect(checkRule(rule, instantOf(start, zone)!, zone)).toBe("ok");
      expect(repeatOf(rule, start, zone, (instant) => wallTimeOf(instant, zone).slice(0, 10))).toEqual({ repeat, until: repeat === "once" ? "" : until });
    }
  }
});

test("the last day is the zone's own, also when clocks change on it; other rules are left alone", () => {
  expect(ruleFor("daily", start, "2027-03-28", zone)).toBe("FREQ=DAILY;UNTIL=20270328T215900Z");
  expect(ruleFor("daily", start, "2026-12-01", "America/New_York")).toBe("FREQ=DAILY;UNTIL=20261202T045900Z");
  expect(repeatOf("FREQ=YEARLY", start, zone, () => "")).toBeNull();
});
