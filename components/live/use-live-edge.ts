import { useEffect, useState, type RefObject } from "react";
import type { Remote } from "@/components/videos/player/use-remote";

/** As far behind the end of the playlist as a player begins, about. */
const restSeconds = 4;
/** Beyond this one is not live any more: a hold-up of a few seconds is none. */
const behindSeconds = 14;

function edgeOf({ seekable }: HTMLVideoElement): number | null {
  return seekable.length > 0 ? seekable.end(seekable.length - 1) : null;
}

/** Whether one watches what happens now, and the way back to it. */
export function useLiveEdge(video: RefObject<HTMLVideoElement | null>, { seek, play }: Pick<Remote, "seek" | "play">): { isBehind: boolean; goLive: () => void } {
  const [isBehind, setBehind] = useState(false);
  useEffect(() => {
    // While it is paused the edge moves on, and no event says so.
    const timer = setInterval(() => {
      const edge = video.current && edgeOf(video.current);
      setBehind(edge !== null && edge !== undefined && edge - video.current!.currentTime > behindSeconds);
    }, 1000);
    return () => clearInterval(timer);
  }, [video]);
  const goLive = () => {
    const edge = video.current && edgeOf(video.current);
    if (edge === null) return;
    seek(edge - restSeconds);
    setBehind(false);
    play();
  };
  return { isBehind, goLive };
}
