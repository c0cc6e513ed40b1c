import { useSyncExternalStore } from "react";

/** Below it the bar is one row with the rest under "More"; the same width as in call.css. */
const query = "(width < 48rem)";

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** Whether this is a phone's width. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches, () => false);
}
