"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Processing } from "@/components/videos/processing";
import { useLiveStatuses } from "@/components/videos/use-live-statuses";
import type { VideoDetail } from "@/lib/videos/contract";

/** In the place of the player while a video is made: its progress, then the player by itself. */
export function NotReady({ viewerId, video }: { viewerId: number; video: Pick<VideoDetail, "id" | "title" | "status" | "progress" | "owner"> }) {
  const router = useRouter();
  const live = useLiveStatuses(viewerId, [{ id: video.id, ownerId: video.owner.id }]).get(video.id);
  const isOver = live?.status.processing_status === "failed" || live?.status.playable === true;
  useEffect(() => {
    if (isOver) router.refresh();
  }, [isOver, router]);
  return (
    <div className="grid aspect-video w-full place-content-center rounded-tile border border-hairline bg-page p-6">
      <Processing title={video.title} status={live?.status.processing_status ?? video.status} progress={live?.status.progress ?? video.progress} secondsLeft={live?.secondsLeft ?? null} />
    </div>
  );
}
