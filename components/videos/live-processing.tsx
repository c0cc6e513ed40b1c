"use client";

import { Processing } from "@/components/videos/processing";
import { useLiveStatuses } from "@/components/videos/use-live-statuses";
import { useRefreshWhile } from "@/components/videos/use-refresh-while";
import type { VideoDetail } from "@/lib/videos/contract";

export type LiveVideo = Pick<VideoDetail, "id" | "title" | "status" | "progress" | "owner">;

/** How far the processing of a video is, live; the page is read anew once it failed, or is `until` what it waits for. */
export function LiveProcessing({ viewerId, video, until }: { viewerId: number; video: LiveVideo; until: "playable" | "ready" }) {
  const live = useLiveStatuses(viewerId, [{ id: video.id, ownerId: video.owner.id }]).get(video.id);
  const status = live?.status.processing_status ?? video.status;
  const isReached = until === "playable" ? live?.status.playable === true : status === "ready";
  useRefreshWhile(status === "failed" || isReached ? status : "");
  return <Processing title={video.title} status={status} progress={live?.status.progress ?? video.progress} secondsLeft={live?.secondsLeft ?? null} />;
}
