"use client";

import { useLocale, useTimeZone } from "next-intl";
import { ZonedTime, type TimeLook } from "@/components/meetings/zoned-time";

/** The same where the page has its texts in the browser: language and zone are known there. */
export function LocalTime({ at, look }: { at: Date; look?: TimeLook }) {
  return <ZonedTime at={at} look={look} locale={useLocale()} timeZone={useTimeZone()} />;
}
