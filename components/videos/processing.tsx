"use client";

import { useTranslations } from "next-intl";
import { Progress } from "@/components/ui/progress";
import { useProgressNote } from "@/components/videos/use-progress-note";
import type { VideoProcessingStatus } from "@/lib/videos/contract";

type ProcessingProps = { title: string; status: VideoProcessingStatus; progress: number; secondsLeft: number | null };

/** How far the processing of a video is. `progress` is 0 to 100. */
export function Processing({ title, status, progress, secondsLeft }: ProcessingProps) {
  const t = useTranslations("progress");
  const note = useProgressNote();
  const isQueued = status === "pending";
  return (
    <div className="w-full min-w-40 md:w-56">
      <span className="sr-only">{title}</span>
      <Progress label={isQueued ? t("queued") : t("processing")} value={isQueued ? null : progress / 100} note={isQueued ? undefined : note(progress / 100, secondsLeft)} />
    </div>
  );
}
