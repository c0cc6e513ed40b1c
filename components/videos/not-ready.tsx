import { LiveProcessing, type LiveVideo } from "@/components/videos/live-processing";

/** In the place of the player while a video is made: its progress, then the player by itself. */
export function NotReady({ viewerId, video }: { viewerId: number; video: LiveVideo }) {
  return (
    <div className="grid aspect-video w-full place-content-center rounded-tile border border-hairline bg-page p-6">
      <LiveProcessing viewerId={viewerId} video={video} until="playable" />
    </div>
  );
}
