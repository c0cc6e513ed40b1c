import { settings } from "@/lib/core/settings";
import { log } from "@/lib/platform/log";
import type { Attempt } from "@/lib/videos/commands/begin-processing";
import { reportProgress } from "@/lib/videos/commands/report-progress";

/** The pictures and playlists after the conversion are the rest. */
const conversionShare = 95;

/** Turns frame counts into written progress: at most once a second, one write at a time. `share`: of the whole conversion, from and to, 0 to 1. */
export function progressReporter(attempt: Attempt, expectedFrames: number, [from, to]: [from: number, to: number]): { onFrame: (frames: number) => void; settled: () => Promise<void> } {
  let written = -1;
  let lastAt = 0;
  let writing: Promise<void> | undefined;
  return {
    onFrame(frames) {
      const percent = Math.floor((from + (to - from) * Math.min(1, frames / Math.max(1, expectedFrames))) * conversionShare);
      const now = Date.now();
      if (percent <= written || writing || now - lastAt < settings.videoProgressSeconds * 1000) return;
      written = percent;
      lastAt = now;
      writing = reportProgress(attempt, percent)
        .catch((error: unknown) => log.warn({ err: error, videoId: attempt.videoId }, "progress could not be written"))
        .finally(() => (writing = undefined));
    },
    settled: async () => writing,
  };
}
