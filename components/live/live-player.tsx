"use client";

import Maximize from "@lucide/icons/icons/maximize";
import Minimize from "@lucide/icons/icons/minimize";
import Pause from "@lucide/icons/icons/pause";
import PictureInPicture2 from "@lucide/icons/icons/picture-in-picture-2";
import Play from "@lucide/icons/icons/play";
import VolumeX from "@lucide/icons/icons/volume-x";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from "react";
import { useLiveEdge } from "@/components/live/use-live-edge";
import { useConnectionState } from "@/components/realtime/use-realtime";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { Spinner } from "@/components/ui/spinner";
import { ProblemCurtain } from "@/components/videos/player/curtains";
import styles from "@/components/videos/player/player.module.css";
import { useIdle } from "@/components/videos/player/use-idle";
import { useMediaState } from "@/components/videos/player/use-media-state";
import { useRemote } from "@/components/videos/player/use-remote";
import { useReturn } from "@/components/videos/player/use-return";
import { useStream } from "@/components/videos/player/use-stream";
import { Volume } from "@/components/videos/player/volume";

/** Nothing new for so long is said: until then it may be the network. */
const interruptedMs = 8_000;

type LivePlayerProps = { viewerId: number | null; title: string; url: string; /** Nothing comes any more: what is here plays to its end. */ isEnding: boolean; onEnd: () => void };

/** Plays a live stream, some seconds behind. It begins by itself: where a browser wants a gesture first, without sound. */
export function LivePlayer({ viewerId, title, url, isEnding, onEnd }: LivePlayerProps) {
  const t = useTranslations("live");
  const words = useTranslations("player");
  const frame = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLVideoElement>(null);
  const { state: stream, retry, resume } = useStream(element, url, { isSessionOver: useConnectionState(viewerId) === "ended", hasSession: viewerId !== null });
  useReturn(viewerId, stream.problem === "signed_out", resume);
  const media = useMediaState(element, 0);
  const remote = useRemote(element, frame);
  const { isBehind, goLive } = useLiveEdge(element, remote);
  const { isIdle, stir, settle } = useIdle(media.paused);
  const isHushed = useBeginning(element);
  const isInterrupted = useIsInterrupted(media.isStalled && !isEnding);
  const hasProblem = stream.problem !== null && stream.problem !== "reconnecting";
  const isOver = isEnding && (media.ended || media.isStalled || hasProblem || media.paused);
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (isOver) end();
  }, [isOver]);

  return (
    <div
      ref={frame}
      role="region"
      aria-label={words("playerOf", { title })}
      data-theme="dark"
      data-idle={isIdle}
      className={styles.player}
      onPointerMove={stir}
      onPointerLeave={(event) => event.pointerType === "mouse" && settle()}
      onFocus={stir}
    >
      <video ref={element} className={styles.picture} aria-label={title} playsInline onClick={() => (isIdle ? stir() : remote.togglePlay())} onDoubleClick={remote.toggleFullScreen} />
      {!hasProblem && (
        <>
          <div className={styles.middle}>
            {media.isStalled && !isInterrupted && (
              <span className={styles.stalled}>
                <Spinner className="size-6" />
              </span>
            )}
            {isHushed && (
              <Button look="primary" icon={<Icon of={VolumeX} size={18} />} onClick={remote.toggleMute}>
                {t("soundOn")}
              </Button>
            )}
          </div>
          <div role="group" aria-label={words("controls")} className={styles.controls}>
            <div className={styles.row}>
              <IconButton
                label={words(media.paused ? "play" : "pause")}
                icon={<Icon of={media.paused ? Play : Pause} size={20} fill="currentColor" />}
                onClick={media.paused && isBehind ? goLive : remote.togglePlay}
              />
              <Volume volume={media.volume} muted={media.muted} onMute={remote.toggleMute} onVolume={remote.setVolume} />
              <span className={styles.time}>{isBehind ? <Button onClick={goLive}>{t("backToLive")}</Button> : !isEnding && <Badge tone="live">{t("mark")}</Badge>}</span>
              {remote.canPictureInPicture && <IconButton label={words(media.isInPicture ? "leavePicture" : "picture")} icon={<Icon of={PictureInPicture2} size={20} />} onClick={remote.togglePicture} />}
              {remote.canFullScreen && <IconButton label={words(remote.isFullScreen ? "leaveFullScreen" : "fullScreen")} icon={<Icon of={remote.isFullScreen ? Minimize : Maximize} size={20} />} onClick={remote.toggleFullScreen} />}
            </div>
          </div>
        </>
      )}
      <p role="status">{(stream.problem === "reconnecting" || isInterrupted) && <span className={styles.sign}>{t(isInterrupted ? "interrupted" : "reconnecting")}</span>}</p>
      {stream.problem !== null && stream.problem !== "reconnecting" && !isEnding && <ProblemCurtain problem={stream.problem} byLink={viewerId === null} onRetry={retry} />}
    </div>
  );
}

/** Begins as soon as there is a picture: with sound where the browser lets it, else without. Answers whether it took the sound away. */
function useBeginning(video: RefObject<HTMLVideoElement | null>): boolean {
  const [isHushed, setHushed] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const begin = () =>
      void element.play().catch((error: unknown) => {
        if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
        element.muted = true;
        setHushed(true);
        element.play().catch(() => undefined);
      });
    const heard = () => !element.muted && setHushed(false);
    element.addEventListener("canplay", begin, { once: true });
    element.addEventListener("volumechange", heard);
    return () => {
      element.removeEventListener("canplay", begin);
      element.removeEventListener("volumechange", heard);
    };
  }, [video]);
  return isHushed;
}

/** True when nothing has come for some seconds. */
function useIsInterrupted(isStalled: boolean): boolean {
  const [since, setSince] = useState<boolean>(false);
  useEffect(() => {
    if (!isStalled) return;
    const timer = setTimeout(() => setSince(true), interruptedMs);
    return () => {
      clearTimeout(timer);
      setSince(false);
    };
  }, [isStalled]);
  return since && isStalled;
}
