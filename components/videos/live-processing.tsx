"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Processing } from "@/components/videos/processing";
import { useLiveStatuses } from "@/components/videos/use-live-statuses";
import type { VideoDetail } from "@/lib/videos/contract";

export type LiveVideo = Pick<VideoDetail, "id" | "title" | "status" | "progress" | "owner">;

/** How far the processing of a video is, live; the page is read anew once it failed, or is `until` what it waits for. */
export function LiveProcessing({ viewerId, video, until }: { viewerId: number; video: LiveVideo; until: "playable" | "ready" }) {
  const router = useRouter();
  const live = useLiveStatuses(viewerId, [{ id: video.id, ownerId: video.owner.id }]).get(video.id);
  const status = live?.status.processing_status ?? video.status;
  const isReached = until === "playable" ? live?.status.playable === true : status === "ready";
  const isOver = status === "failed" || isReached;
  useEffect(() => {
    if (isOver) router.refresh();
  }, [isOver, router]);
  return <Processing title={video.title} status={status} progress={live?.status.progress ?? video.progress} secondsLeft={live?.secondsLeft ?? null} />;
}
