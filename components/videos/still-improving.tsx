import { useTranslations } from "next-intl";
import { LiveProcessing, type LiveVideo } from "@/components/videos/live-processing";

/** Below the player of a video of which not everything is made: how far that is. */
export function StillImproving({ viewerId, video }: { viewerId: number; video: LiveVideo }) {
  const t = useTranslations("progress");
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 pt-3 md:px-0">
      <p className="text-ui text-muted">{t("improving")}</p>
      <LiveProcessing viewerId={viewerId} video={video} until="ready" />
    </div>
  );
}
