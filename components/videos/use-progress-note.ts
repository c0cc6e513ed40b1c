"use client";

import { useTranslations } from "next-intl";
import { toTimeLeft } from "@/components/videos/pace";

/** Says how far something is: percent, and the time left where it can be told. `fraction` is 0 to 1. */
export function useProgressNote(): (fraction: number, secondsLeft: number | null) => string {
  const t = useTranslations("progress");
  return (fraction, seconds) => {
    // Rounded down: 100 % is said by the state that follows.
    const percent = t("percent", { value: Math.floor(fraction * 100) / 100 });
    if (seconds === null) return percent;
    const left = toTimeLeft(seconds);
    const words =
      left.unit === "hours" ? t("hoursLeft", { hours: left.hours, minutes: left.minutes }) : left.unit === "minutes" ? t("minutesLeft", { minutes: left.minutes }) : t("secondsLeft", { seconds: left.seconds });
    return `${percent} · ${words}`;
  };
}
