"use client";

import Play from "@lucide/icons/icons/play";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type MouseEvent, type PointerEvent } from "react";
import { useConnectionState } from "@/components/realtime/use-realtime";
import { Icon } from "@/components/ui/icon";
import { Spinner } from "@/components/ui/spinner";
import { CaptionLines } from "@/components/videos/player/caption-lines";
import { ChapterList } from "@/components/videos/player/chapter-list";
import { Controls } from "@/components/videos/player/controls";
import { EndCurtain, ProblemCurtain, type NextVideo } from "@/components/videos/player/curtains";
import { KeysDialog } from "@/components/videos/player/keys-dialog";
import { obey, type Sign } from "@/components/videos/player/obey";
import styles from "@/components/videos/player/player.module.css";
import { useCaptions } from "@/components/videos/player/use-captions";
import { useIdle } from "@/components/videos/player/use-idle";
import { useKeptPosition } from "@/components/videos/player/use-kept-position";
import { useMediaState } from "@/components/videos/player/use-media-state";
import { usePlayerKeys } from "@/components/videos/player/use-player-keys";
import { useRemote } from "@/components/videos/player/use-remote";
import { useReturn } from "@/components/videos/player/use-return";
import { useStream } from "@/components/videos/player/use-stream";
import { useTaps } from "@/components/videos/player/use-taps";
import type { CaptionItem, VideoOnPage } from "@/lib/videos/contract";

type PlayerProps = { /** Null for whoever came by a share link. */ viewerId: number | null; video: Pick<VideoOnPage, "id" | "title" | "masterUrl" | "posterUrl" | "storyboardUrl" | "durationSeconds" | "captions" | "chapters">; next: NextVideo | null; /** Where to go on, in seconds; 0: at the start. */ startAt?: number };

/** Plays a video of the library. hls.js is fetched when this appears. */
export function Player({ viewerId, video, next, startAt = 0 }: PlayerProps) {
  const t = useTranslations("player");
  const router = useRouter();
  const frame = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLVideoElement>(null);
  // Before the stream: when the page goes it asks the element where it is, which knows no more once the stream is gone.
  useKeptPosition(element, video.id, viewerId, startAt);
  const { state: stream, choose, retry, resume } = useStream(element, video.masterUrl, { isSessionOver: useConnectionState(viewerId) === "ended", startAt, hasSession: viewerId !== null });
  useReturn(viewerId, stream.problem === "signed_out", resume);
  const media = useMediaState(element, video.durationSeconds);
  const remote = useRemote(element, frame);
  const captions = useCaptions(element, video.captions);
  const lastCaptions = useRef<CaptionItem | null>(null);
  const tapped = useTaps();
  const [isPanelOpen, setPanelOpen] = useState(false);
  const [areKeysShown, setKeysShown] = useState(false);
  const { isIdle, stir, settle } = useIdle(media.paused || isPanelOpen);
  const [sign, setSign] = useState({ text: "", count: 0 });
  const lastPointer = useRef("mouse");

  // Somebody who came by a click on "Play" has asked for it already; a reloaded page stays quiet.
  useEffect(() => {
    if (navigator.userActivation?.hasBeenActive) remote.play();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the page opens
  }, []);

  useEffect(() => {
    if (captions.chosen) lastCaptions.current = captions.chosen;
  }, [captions.chosen]);

  const wordsOf = (given: Sign) => ("name" in given ? t(given.text, { name: given.name }) : "seconds" in given ? t(given.text, { seconds: given.seconds }) : "value" in given ? t(given.text, { value: given.value }) : t(given.text));
  const show = (given: Sign | null) => given && setSign((known) => ({ text: wordsOf(given), count: known.count + 1 }));
  usePlayerKeys((command) => {
    stir();
    show(obey(command, media, remote, { captions, offered: video.captions, chapters: video.chapters, goOn: next && (() => router.push(next.href)), showKeys: () => setKeysShown(true) }, lastCaptions.current));
  });

  // A finger asks for the controls; a mouse has them already and means the picture.
  const onPicture = (event: MouseEvent<HTMLVideoElement>) => {
    if (lastPointer.current === "mouse") return remote.togglePlay();
    const box = event.currentTarget.getBoundingClientRect();
    const seconds = tapped(event.clientX - box.left, box.width, event.timeStamp);
    if (seconds !== 0) {
      remote.seekBy(seconds);
      return show({ text: seconds < 0 ? "back" : "forward", seconds: Math.abs(seconds) });
    }
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
    <>
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
        <video
          ref={element}
          className={styles.picture}
          poster={video.posterUrl ?? undefined}
          aria-label={video.title}
          playsInline
          onClick={onPicture}
          onDoubleClick={() => lastPointer.current === "mouse" && remote.toggleFullScreen()}
        >
          {video.captions.map(({ id, url, language, label }) => (
            <track key={id} data-caption={id} kind="subtitles" src={url} srcLang={language} label={label} />
          ))}
        </video>
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
            <Controls media={media} stream={stream} remote={remote} storyboardUrl={video.storyboardUrl} chapters={video.chapters} offered={video.captions} captions={captions} onQuality={choose} onPanel={setPanelOpen} />
            {!media.ended && <CaptionLines captions={captions} />}
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
        <KeysDialog open={areKeysShown} onClose={() => setKeysShown(false)} />
      </div>
      {video.chapters.length > 0 && <ChapterList chapters={video.chapters} time={media.time} onSeek={remote.seek} />}
    </>
  );
}
