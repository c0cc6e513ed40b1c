import type { Watch } from "@/lib/calls/contract";

/** What is known and what was heard: the newer one counts. Answers of slow requests and news of a server that comes back are often older. */
export function newestOf(known: Watch | null, heard: Watch): Watch {
  if (known === null || heard.version > known.version) return heard;
  // A video that was deleted or withdrawn ends without a new number.
  return heard.version === known.version && heard.shown === null ? heard : known;
}
