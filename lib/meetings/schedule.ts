import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";

/*
 * When meetings take place. Times of a rule are wall-clock times of a named zone: nine o'clock stays nine o'clock when
 * clocks change. Pure; the clock is given.
 */

/** A wall-clock time, `2026-03-29T09:00`, without a zone. */
export type WallTime = string;

const wallTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
/** Rules of these frequencies only, and none that sets hours: a meeting is at one time of a day. */
const allowedParts = /^(?:FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)|(?:INTERVAL|COUNT)=[1-9]\d{0,2}|(?:UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[A-Z0-9,+-]+)$/;

/** Whether the zone database knows this name, spelt as there: calendars compare letters. Offsets such as `+02:00` are no names. */
export function isTimeZone(name: string): boolean {
  if (name.length > 64 || !/^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant of a wall-clock time in a zone; null for what is no time. Where clocks jump forward, a time that does not
 * exist is as much later as they jump; where they go back, the first of the two is meant (RFC 5545, 3.3.5).
 */
export function instantOf(wallTime: WallTime, timeZone: string): Date | null {
  if (!wallTimePattern.test(wallTime)) return null;
  try {
    return new Date(Temporal.PlainDateTime.from(wallTime, { overflow: "reject" }).toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What clocks in the zone show at an instant, to the minute. */
export function wallTimeOf(instant: Date, timeZone: string): WallTime {
  return zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: "minute" });
}

function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}

function ruleOf(rrule: string, startsAt: Date, timeZone: string): RRuleTemporal {
  return new RRuleTemporal({ rruleString: rrule, dtstart: zoned(startsAt, timeZone), strict: true, temporal: Temporal as never, maxIterations: 5000, maxCandidateEvaluations: 100_000 });
}

/** What is wrong with a rule: nothing, its form, or that the first start is no time of it. */
export function checkRule(rrule: string, startsAt: Date, timeZone: string): "ok" | "malformed" | "start_not_in_rule" {
  const parts = rrule.split(";");
  const names = parts.map((part) => part.split("=")[0]);
  if (rrule.length > 300 || !parts.every((part) => allowedParts.test(part)) || new Set(names).size < names.length || !names.includes("FREQ")) return "malformed";
  if (names.includes("COUNT") && names.includes("UNTIL")) return "malformed";
  try {
    const [first] = ruleOf(rrule, startsAt, timeZone).all((_, index) => index < 1);
    return first?.epochMilliseconds === startsAt.getTime() ? "ok" : "start_not_in_rule";
  } catch (error) {
    if (error instanceof Error) return "malformed";
    throw error;
  }
}

export type Plan = { startsAt: Date; timeZone: string; rrule: string | null };

/**
 * The starts of a plan that lie in [from, until), in order, at most `max`; where a rule has none there, the next one after
 * it, if any. A time of a rule that clocks skip does not take place and is not counted (RFC 5545, 3.3.10).
 */
export function startsOf({ startsAt, timeZone, rrule }: Plan, from: Date, until: Date, max: number): Date[] {
  if (rrule === null) return startsAt >= from ? [startsAt] : [];
  const rule = ruleOf(rrule, startsAt, timeZone);
  const starts = rule.between(from, until, true).map((each) => new Date(each.epochMilliseconds)).filter((each) => each < until);
  if (starts.length > 0) return starts.slice(0, max);
  const next = rule.next(from, true);
  return next ? [new Date(next.epochMilliseconds)] : [];
}
