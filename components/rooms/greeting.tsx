"use client";

import { useSyncExternalStore } from "react";

export type GreetingWords = { hello: string; morning: string; afternoon: string; evening: string };

/** The part of the day at an hour of 0 to 23. */
export function partOfDay(hour: number): keyof GreetingWords {
  if (hour >= 5 && hour < 12) return "morning";
  return hour >= 12 && hour < 18 ? "afternoon" : "evening";
}

const never = () => () => {};

/** Greets by the reader's clock; until it is known, without one. */
export function Greeting({ words }: { words: GreetingWords }) {
  const part = useSyncExternalStore<keyof GreetingWords>(never, () => partOfDay(new Date().getHours()), () => "hello");
  return <>{words[part]}</>;
}
