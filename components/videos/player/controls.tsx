"use client";

import Maximize from "@lucide/icons/icons/maximize";
import Minimize from "@lucide/icons/icons/minimize";
import Pause from "@lucide/icons/icons/pause";
import PictureInPicture2 from "@lucide/icons/icons/picture-in-picture-2";
import Play from "@lucide/icons/icons/play";
import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { chapterAt } from "@/components/videos/player/chapter-at";
import styles from "@/components/videos/player/player.module.css";
import { SeekBar } from "@/components/videos/player/seek-bar";
import { SettingsPanel } from "@/components/videos/player/settings-panel";
import type { StreamState } from "@/components/videos/player/stream";
import type { CaptionsState } from "@/components/videos/player/use-captions";
import type { Remote } from "@/components/videos/player/use-remote";
import type { MediaState } from "@/components/videos/player/use-media-state";
import { Volume } from "@/components/videos/player/volume";
import { formatDuration } from "@/lib/core/format";
import type { CaptionItem, ChapterItem } from "@/lib/videos/contract";

type ControlsProps = {
  media: MediaState;
  stream: StreamState;
  remote: Remote;
  storyboardUrl: string | null;
  chapters: readonly ChapterItem[];
  offered: readonly CaptionItem[];
  captions: CaptionsState;
  onQuality: (index: number | null) => void;
  onPanel: (isOpen: boolean) => void;
};

/** The bar below the picture. What this browser cannot do is not there. */
export function Controls({ media, stream, remote, storyboardUrl, chapters, offered, captions, onQuality, onPanel }: ControlsProps) {
  const t = useTranslations("player");
  const chapter = chapters[chapterAt(chapters, media.time)]?.title;
  return (
    <div role="group" aria-label={t("controls")} className={styles.controls}>
      <SeekBar time={media.time} duration={media.duration} bufferedUntil={media.bufferedUntil} storyboardUrl={storyboardUrl} chapters={chapters} onSeek={remote.seek} />
      <div className={styles.row}>
        <IconButton
          label={media.paused ? t("play") : t("pause")}
          aria-keyshortcuts="k"
          icon={media.paused ? <Icon of={Play} size={20} fill="currentColor" /> : <Icon of={Pause} size={20} fill="currentColor" />}
          onClick={remote.togglePlay}
        />
        <Volume volume={media.volume} muted={media.muted} onMute={remote.toggleMute} onVolume={remote.setVolume} />
        <span className={styles.time}>
          {formatDuration(media.time)} <span className="text-muted">/ {formatDuration(media.duration)}</span>
          {chapter && <span className={styles.chapterNow}> · {chapter}</span>}
        </span>
        <SettingsPanel stream={stream} speed={media.speed} offered={offered} captions={captions} onQuality={onQuality} onSpeed={remote.setSpeed} onOpenChange={onPanel} />
        {remote.canPictureInPicture && (
          <IconButton label={media.isInPicture ? t("leavePicture") : t("picture")} aria-keyshortcuts="i" icon={<Icon of={PictureInPicture2} size={20} />} onClick={remote.togglePicture} />
        )}
        {remote.canFullScreen && (
          <IconButton
            label={remote.isFullScreen ? t("leaveFullScreen") : t("fullScreen")}
            aria-keyshortcuts="f"
            icon={remote.isFullScreen ? <Icon of={Minimize} size={20} /> : <Icon of={Maximize} size={20} />}
            onClick={remote.toggleFullScreen}
          />
        )}
      </div>
    </div>
  );
}
