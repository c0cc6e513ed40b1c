"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};
const own = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const onServer = () => "UTC";

/** The reader's time zone. The server does not know it: the page comes with UTC and is set right when it wakes up. */
export function useTimeZone(): string {
  return useSyncExternalStore(never, own, onServer);
}
