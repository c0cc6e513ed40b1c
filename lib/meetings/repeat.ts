import { instantOf, type WallTime } from "@/lib/meetings/schedule";

/** The repetitions that the form offers; a rule of any other form is kept as it is. */
export const repeats = ["once", "daily", "weekdays", "weekly", "fortnightly", "monthlyDay", "monthlyWeekday"] as const;
export type Repeat = (typeof repeats)[number];

const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

/** The rule of a repetition that begins with this wall-clock time; `until` is the last day, or empty. Null for once. */
export function ruleFor(repeat: Repeat, start: WallTime, until: string, timeZone: string): string | null {
  if (repeat === "once") return null;
  const date = new Date(`${start.slice(0, 10)}T00:00:00Z`);
  const weekday = days[date.getUTCDay()]!;
  const day = date.getUTCDate();
  // The fifth one of a weekday is not in every month: the last one is meant.
  const nth = Math.ceil(day / 7) === 5 ? -1 : Math.ceil(day / 7);
  const rule = {
    daily: "FREQ=DAILY",
    weekdays: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    weekly: `FREQ=WEEKLY;BYDAY=${weekday}`,
    fortnightly: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${weekday}`,
    monthlyDay: `FREQ=MONTHLY;BYMONTHDAY=${day}`,
    monthlyWeekday: `FREQ=MONTHLY;BYDAY=${nth}${weekday}`,
  }[repeat];
  const last = until === "" ? null : instantOf(`${until}T23:59`, timeZone);
  return last ? `${rule};UNTIL=${last.toISOString().replace(/[-:]|\.\d{3}/g, "")}` : rule;
}

/** The repetition that a rule is, and its last day; null for a rule of another form. */
export function repeatOf(rrule: string | null, start: WallTime, timeZone: string, dayOf: (instant: Date) => string): { repeat: Repeat; until: string } | null {
  if (rrule === null) return { repeat: "once", until: "" };
  const stamp = /;UNTIL=(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(rrule);
  const until = stamp ? dayOf(new Date(`${stamp[1]}-${stamp[2]}-${stamp[3]}T${stamp[4]}:${stamp[5]}:${stamp[6]}Z`)) : "";
  const repeat = repeats.find((each) => each !== "once" && ruleFor(each, start, until, timeZone) === rrule);
  return repeat ? { repeat, until } : null;
}
