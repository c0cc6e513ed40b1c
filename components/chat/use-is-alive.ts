"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False in the page's HTML and while it wakes up, then true. */
export function useIsAlive(): boolean {
  return useSyncExternalStore(never, () => true, () => false);
}
