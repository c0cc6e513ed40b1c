"use client";

import { useTimeZone as useBrowserZone } from "@/components/chat/use-time-zone";
import { dateFormat } from "@/lib/core/date-format";
import { regionalLocale, unknownTimeZone } from "@/lib/core/locale";

const styles = {
  full: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  day: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  date: { day: "numeric", month: "short", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeLook = keyof typeof styles;

/** A point in time in the zone of the reader's profile; where there is none, by the browser's clock: the page comes with UTC then and is set right when it wakes up. */
export function ZonedTime({ at, look = "full", locale, timeZone: chosen }: { at: Date; look?: TimeLook; locale: string; timeZone: string | undefined }) {
  const browser = useBrowserZone();
  const timeZone = chosen === undefined || chosen === unknownTimeZone ? browser : chosen;
  return (
    <time className="tabular" dateTime={at.toISOString()}>
      {dateFormat(regionalLocale(locale), { ...styles[look], timeZone }).format(at)}
    </time>
  );
}
