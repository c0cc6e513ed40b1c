import type { ChatTexts } from "@/components/chat/texts";
import { fill } from "@/lib/core/fill";
import { formatDuration } from "@/lib/core/format";
import { lengthInWords } from "@/lib/core/length-words";

/** Says that slow mode is on, and counts down while one has to wait. What is written meanwhile stays; nothing is read aloud each second. */
export function SlowNote({ seconds, waitSeconds, texts, locale }: { /** Between two messages of one person. */ seconds: number; /** Until the viewer may write again; 0 when they may. */ waitSeconds: number; texts: ChatTexts; locale: string }) {
  if (seconds === 0 && waitSeconds === 0) return null;
  return (
    <p id="composer-slow" className="tabular text-sm text-muted">
      {waitSeconds > 0 ? fill(texts.slowWait, { time: formatDuration(waitSeconds) }) : fill(texts.slowMode, { time: lengthInWords(seconds, locale) })}
    </p>
  );
}
