"use client";

import { useLocale } from "next-intl";
import { useTimeZone } from "@/components/chat/use-time-zone";
import { regionalLocale } from "@/lib/core/locale";

const styles = {
  full: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  day: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  date: { day: "numeric", month: "short", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A point in time by the reader's own clock. The page comes with UTC and is set right when it wakes up. */
export function LocalTime({ at, look = "full" }: { at: Date; look?: keyof typeof styles }) {
  const locale = regionalLocale(useLocale());
  const timeZone = useTimeZone();
  return (
    <time className="tabular" dateTime={at.toISOString()}>
      {new Intl.DateTimeFormat(locale, { ...styles[look], timeZone }).format(at)}
    </time>
  );
}
