"use client";

import { useLocale, useTimeZone } from "next-intl";
import { useTimeZone as useBrowserZone } from "@/components/chat/use-time-zone";
import { regionalLocale, unknownTimeZone } from "@/lib/core/locale";

const styles = {
  full: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  day: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  date: { day: "numeric", month: "short", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A point in time in the zone of the reader's profile; where there is none, by the browser's clock: the page comes with UTC then and is set right when it wakes up. */
export function LocalTime({ at, look = "full" }: { at: Date; look?: keyof typeof styles }) {
  const locale = regionalLocale(useLocale());
  const chosen = useTimeZone();
  const browser = useBrowserZone();
  const timeZone = chosen === undefined || chosen === unknownTimeZone ? browser : chosen;
  return (
    <time className="tabular" dateTime={at.toISOString()}>
      {new Intl.DateTimeFormat(locale, { ...styles[look], timeZone }).format(at)}
    </time>
  );
}
