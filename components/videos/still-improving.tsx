"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Processing } from "@/components/videos/processing";
import { useLiveStatuses } from "@/components/videos/use-live-statuses";
import type { VideoDetail } from "@/lib/videos/contract";

/** Below the player of a video that is shown as it was uploaded: how far its own renditions are. */
export function StillImproving({ viewerId, video }: { viewerId: number; video: Pick<VideoDetail, "id" | "title" | "status" | "progress" | "owner"> }) {
  const t = useTranslations("progress");
  const router = useRouter();
  const live = useLiveStatuses(viewerId, [{ id: video.id, ownerId: video.owner.id }]).get(video.id);
  const status = live?.status.processing_status ?? video.status;
  const isOver = status === "ready" || status === "failed";
  useEffect(() => {
    if (isOver) router.refresh();
  }, [isOver, router]);
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 pt-3 md:px-0">
      <p className="text-ui text-muted">{t("improving")}</p>
      <Processing title={video.title} status={status} progress={live?.status.progress ?? video.progress} secondsLeft={live?.secondsLeft ?? null} />
    </div>
  );
}
