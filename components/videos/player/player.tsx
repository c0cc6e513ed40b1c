"use client";

import Play from "@lucide/icons/icons/play";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type PointerEvent } from "react";
import { useConnectionState } from "@/components/realtime/use-realtime";
import { Icon } from "@/components/ui/icon";
import { Spinner } from "@/components/ui/spinner";
import { Controls } from "@/components/videos/player/controls";
import { EndCurtain, ProblemCurtain, type NextVideo } from "@/components/videos/player/curtains";
import { obey, type Sign } from "@/components/videos/player/obey";
import styles from "@/components/videos/player/player.module.css";
import { useIdle } from "@/components/videos/player/use-idle";
import { useMediaState } from "@/components/videos/player/use-media-state";
import { usePlayerKeys } from "@/components/videos/player/use-player-keys";
import { useRemote } from "@/components/videos/player/use-remote";
import { useStream } from "@/components/videos/player/use-stream";
import type { VideoDetail } from "@/lib/videos/contract";

type PlayerProps = { /** Null for whoever came by a share link. */ viewerId: number | null; video: Pick<VideoDetail, "title" | "masterUrl" | "posterUrl" | "storyboardUrl" | "durationSeconds">; next: NextVideo | null };

/** Plays a video of the library. hls.js is fetched when this appears. */
export function Player({ viewerId, video, next }: PlayerProps) {
  const t = useTranslations("player");
  const frame = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLVideoElement>(null);
  const { state: stream, choose, retry } = useStream(element, video.masterUrl, useConnectionState(viewerId) === "ended");
  const media = useMediaState(element, video.durationSeconds);
  const remote = useRemote(element, frame);
  const [isPanelOpen, setPanelOpen] = useState(false);
  const { isIdle, stir, settle } = useIdle(media.paused || isPanelOpen);
  const [sign, setSign] = useState({ text: "", count: 0 });
  const lastPointer = useRef("mouse");

  // Somebody who came by a click on "Play" has asked for it already; a reloaded page stays quiet.
  useEffect(() => {
    if (navigator.userActivation?.hasBeenActive) remote.play();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the page opens
  }, []);

  const wordsOf = (given: Sign) => ("seconds" in given ? t(given.text, { seconds: given.seconds }) : "value" in given ? t(given.text, { value: given.value }) : t(given.text));
  usePlayerKeys((command) => {
    stir();
    const given = obey(command, media, remote);
    if (given) setSign((known) => ({ text: wordsOf(given), count: known.count + 1 }));
  });

  // A finger asks for the controls; a mouse has them already and means the picture.
  const onPicture = () => {
    if (lastPointer.current === "mouse") return remote.togglePlay();
    if (isIdle) stir();
    else settle();
  };
  const onPointer = (event: PointerEvent) => {
    lastPointer.current = event.pointerType;
    if (event.pointerType === "mouse") stir();
  };
  const hasProblem = stream.problem !== null && stream.problem !== "reconnecting";
  const hasBegun = media.time > 0 || !media.paused;

  return (
    <div
      ref={frame}
      role="region"
      aria-label={t("playerOf", { title: video.title })}
      data-theme="dark"
      data-idle={isIdle}
      className={styles.player}
      onPointerMove={onPointer}
      onPointerDown={(event) => (lastPointer.current = event.pointerType)}
      onPointerLeave={(event) => event.pointerType === "mouse" && settle()}
      onFocus={stir}
    >
      {/* Captions come with the captions upload. */}
      <video
        ref={element}
        className={styles.picture}
        poster={video.posterUrl ?? undefined}
        aria-label={video.title}
        playsInline
        onClick={onPicture}
        onDoubleClick={() => lastPointer.current === "mouse" && remote.toggleFullScreen()}
      />
      {!hasProblem && (
        <>
          <div className={styles.middle}>
            {!hasBegun && (
              <button type="button" aria-label={t("play")} className={styles.begin} onClick={remote.play}>
                <Icon of={Play} size={30} fill="currentColor" className="translate-x-0.5" />
              </button>
            )}
            {media.isStalled && (
              <span className={styles.stalled}>
                <Spinner className="size-6" />
              </span>
            )}
          </div>
          {media.ended && <EndCurtain next={next} onReplay={remote.play} />}
          <Controls media={media} stream={stream} remote={remote} storyboardUrl={video.storyboardUrl} onQuality={choose} onPanel={setPanelOpen} />
        </>
      )}
      <p role="status">
        {stream.problem === "reconnecting" ? (
          <span className={styles.sign}>{t("reconnecting")}</span>
        ) : (
          sign.count > 0 && (
            <span key={sign.count} className={`${styles.sign} ${styles.passing}`}>
              {sign.text}
            </span>
          )
        )}
      </p>
      {stream.problem !== null && stream.problem !== "reconnecting" && <ProblemCurtain problem={stream.problem} byLink={viewerId === null} onRetry={retry} />}
    </div>
  );
}
