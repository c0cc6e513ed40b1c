"use client";

import Maximize from "@lucide/icons/icons/maximize";
import Minimize from "@lucide/icons/icons/minimize";
import Pause from "@lucide/icons/icons/pause";
import Play from "@lucide/icons/icons/play";
import Square from "@lucide/icons/icons/square";
import Volume2 from "@lucide/icons/icons/volume-2";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useFollow } from "@/components/call/watch/use-follow";
import { useLoudness } from "@/components/call/watch/use-loudness";
import type { Watching } from "@/components/call/watch/use-watch";
import { stopInCall } from "@/components/call/watch/watch-api";
import { WatchMenu } from "@/components/call/watch/watch-menu";
import styles from "@/components/call/watch/watch.module.css";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { notify } from "@/components/ui/notify";
import { Spinner } from "@/components/ui/spinner";
import { SeekBar } from "@/components/videos/player/seek-bar";
import { CaptionLines } from "@/components/videos/player/caption-lines";
import { useCaptions } from "@/components/videos/player/use-captions";
import { useMediaState } from "@/components/videos/player/use-media-state";
import { useRemote } from "@/components/videos/player/use-remote";
import { useStream } from "@/components/videos/player/use-stream";
import { Volume } from "@/components/videos/player/volume";
import { positionAt } from "@/lib/calls/constants";
import type { Shown } from "@/lib/calls/contract";
import { formatDuration } from "@/lib/core/format";

type WatchPlayerProps = { slug: string; shown: Shown; watching: Watching; mayShow: boolean };

/** What everyone in the call watches: the same picture at the same time. Whoever may steers it for all, the rest has its own loudness. */
export function WatchPlayer({ slug, shown, watching, mayShow }: WatchPlayerProps) {
  const t = useTranslations("watch");
  const p = useTranslations("player");
  const frame = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLVideoElement>(null);
  const { video, playing: isPlaying } = shown;
  const { state: stream, retry } = useStream(element, video.playlist);
  const media = useMediaState(element, video.duration_ms / 1000);
  const remote = useRemote(element, frame);
  const { isHeld, hear } = useFollow(element, shown, watching.clock);
  const loudness = useLoudness(element, isHeld);
  const captions = useCaptions(element, video.captions);
  const maySteer = mayShow || shown.everyone_steers;
  const isOver = isPlaying && media.duration > 0 && media.paused && media.time >= media.duration - 0.5;

  const { refresh } = watching;
  useEffect(() => {
    // It may have been stopped or deleted: the server knows.
    if (stream.problem === "gone" || stream.problem === "signed_out") refresh();
  }, [stream.problem, refresh]);

  const steer = async (wish: Parameters<Watching["steer"]>[0]) => {
    const answer = await watching.steer(wish);
    if (answer !== "done") notify({ text: t(answer), tone: "danger" });
  };
  const stop = async () => {
    const answer = await stopInCall(slug);
    if (answer !== "done") notify({ text: t(answer), tone: "danger" });
  };
  const turn = () => void (isOver ? steer({ playing: true, position_ms: 0 }) : steer({ playing: !isPlaying, position_ms: Math.round(media.time * 1000) }));
  const begin = () => void steer({ playing: true, position_ms: Math.round(positionAt({ ...shown, playing: false }, 0)) });
  const problem = stream.problem === "reconnecting" ? null : stream.problem;

  return (
    <section ref={frame} aria-label={t("region", { title: video.title })} className={styles.frame}>
      <video ref={element} className={styles.picture} poster={video.poster ?? undefined} aria-label={video.title} playsInline>
        {video.captions.map(({ id, url, language, label }) => (
          <track key={id} data-caption={id} kind="subtitles" src={url} srcLang={language} label={label} />
        ))}
      </video>
      <CaptionLines captions={captions} raised />
      <p className={styles.title}>
        <bdi className="truncate font-semibold">{video.title}</bdi>
        <span className="truncate text-muted">{t("shownBy", { name: shown.by })}</span>
      </p>
      <div className={styles.middle}>
        {problem ? (
          <div role="alert" className="grid justify-items-center gap-3 text-center">
            <p className="text-ui font-medium">{p(`problems.${problem}.title`)}</p>
            {problem !== "unsupported" && <Button onClick={retry}>{p("retry")}</Button>}
          </div>
        ) : isHeld ? (
          <Button look="primary" icon={<Icon of={Volume2} size={18} />} onClick={hear}>
            {t("tapToHear")}
          </Button>
        ) : media.isStalled ? (
          <Spinner className="size-6" />
        ) : !isPlaying && maySteer ? (
          <button type="button" aria-label={t("playForAll")} className={styles.begin} onClick={begin}>
            <Icon of={Play} size={30} fill="currentColor" className="translate-x-0.5" />
          </button>
        ) : null}
      </div>
      <p role="status" className="sr-only">
        {stream.problem === "reconnecting" ? p("reconnecting") : t(isPlaying ? "plays" : "stands", { title: video.title })}
      </p>
      <div role="group" aria-label={p("controls")} className={styles.controls}>
        {maySteer ? (
          <SeekBar time={media.time} duration={media.duration} bufferedUntil={media.bufferedUntil} storyboardUrl={video.storyboard} onSeek={(seconds) => void steer({ position_ms: Math.round(seconds * 1000) })} />
        ) : (
          <progress className={styles.progress} aria-label={p("seek")} max={media.duration || 1} value={media.time} />
        )}
        <div className={styles.row}>
          {maySteer && <IconButton label={t(isPlaying && !isOver ? "pauseForAll" : "playForAll")} icon={isPlaying && !isOver ? <Icon of={Pause} size={20} fill="currentColor" /> : <Icon of={Play} size={20} fill="currentColor" />} onClick={turn} />}
          <Volume
            volume={loudness.volume}
            muted={loudness.muted || isHeld}
            onMute={() => (isHeld ? hear() : loudness.change({ muted: !loudness.muted }))}
            onVolume={(volume) => {
              if (isHeld) hear();
              loudness.change({ volume, muted: volume === 0 });
            }}
          />
          <span className={styles.time}>
            {formatDuration(media.time)} <span className="text-muted">/ {formatDuration(media.duration)}</span>
          </span>
          {loudness.isDucked && !loudness.muted && <span className={styles.quieter}>{t("quieter")}</span>}
          {/* A menu hangs on the page: in full screen it would be behind the picture. */}
          {!remote.isFullScreen && <WatchMenu captions={captions} offered={video.captions} ducks={loudness.ducks} onDucks={(ducks) => loudness.change({ ducks })} everyoneSteers={shown.everyone_steers} onEveryoneSteers={mayShow ? (everyone_steers) => void steer({ everyone_steers }) : null} />}
          {remote.canFullScreen && <IconButton label={p(remote.isFullScreen ? "leaveFullScreen" : "fullScreen")} icon={remote.isFullScreen ? <Icon of={Minimize} size={20} /> : <Icon of={Maximize} size={20} />} onClick={remote.toggleFullScreen} />}
          {mayShow && <IconButton label={t("stop")} icon={<Icon of={Square} size={18} fill="currentColor" />} onClick={() => void stop()} />}
        </div>
      </div>
    </section>
  );
}
