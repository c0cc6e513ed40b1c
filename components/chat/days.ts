import { dateFormat } from "@/lib/core/date-format";

/** In every zone a day begins at a full quarter of an hour. */
const quarterMs = 15 * 60_000;
/** Of messages in their order most share a quarter of an hour with the one before. */
let last = { timeZone: "", quarter: Number.NaN, day: "" };

/** The day of a moment in a time zone, `2026-05-06`. */
export function dayOf(at: Date, timeZone: string): string {
  const quarter = Math.floor(at.getTime() / quarterMs);
  if (last.quarter !== quarter || last.timeZone !== timeZone) {
    last = { timeZone, quarter, day: dateFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at) };
  }
  return last.day;
}

export type DayWords = { today: string; yesterday: string };

/** A day for people: today, yesterday, else with its weekday; the year only where it is another one. */
export function dayLabel(at: Date, now: Date, locale: string, timeZone: string, words: DayWords): string {
  const day = dayOf(at, timeZone);
  if (day === dayOf(now, timeZone)) return words.today;
  // Noon of the day before: no clock change moves it into another day.
  const noon = new Date(`${dayOf(now, timeZone)}T12:00:00Z`);
  if (day === new Date(noon.getTime() - 86_400_000).toISOString().slice(0, 10)) return words.yesterday;
  const isThisYear = day.slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  return dateFormat(locale, { timeZone, weekday: "long", day: "numeric", month: "long", ...(isThisYear ? {} : { year: "numeric" }) }).format(at);
}
