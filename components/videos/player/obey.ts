import { chapterStep } from "@/components/videos/player/chapter-at";
import type { PlayerCommand } from "@/components/videos/player/player-keys";
import type { MediaState } from "@/components/videos/player/use-media-state";
import type { CaptionsState } from "@/components/videos/player/use-captions";
import type { Remote } from "@/components/videos/player/use-remote";
import type { CaptionItem, ChapterItem } from "@/lib/videos/contract";

/** What is said on the picture after a key press; the texts are keys of the namespace `player`. */
export type Sign = { text: "captionsOff" } | { text: "captionsOn" | "chapterNow"; name: string } | { text: "play" | "pause" | "mute" | "unmute" } | { text: "back" | "forward"; seconds: number } | { text: "volumeAt" | "times"; value: number };

/** What keys need beside the picture itself. */
export type Surroundings = { captions: CaptionsState; offered: readonly CaptionItem[]; chapters: readonly ChapterItem[]; /** To the next video, where there is one. */ goOn: (() => void) | null; showKeys: () => void };

/** With captions: off. Without: those that were shown last, else the first. */
function toggleCaptions({ captions, offered }: Surroundings, last: CaptionItem | null): Sign | null {
  if (offered.length === 0) return null;
  const wanted = captions.chosen ? null : (last ?? offered.find((each) => each.default) ?? offered[0] ?? null);
  captions.choose(wanted);
  return wanted ? { text: "captionsOn", name: wanted.label } : { text: "captionsOff" };
}

/** Does what a key asks. @returns what to show for it, or null where the picture itself shows it */
export function obey(command: PlayerCommand, media: MediaState, remote: Remote, around: Surroundings, lastCaptions: CaptionItem | null): Sign | null {
  switch (command.kind) {
    case "toggle_play":
      remote.togglePlay();
      return { text: media.paused ? "play" : "pause" };
    case "toggle_mute":
      remote.toggleMute();
      return { text: media.muted ? "unmute" : "mute" };
    case "toggle_full_screen":
      remote.toggleFullScreen();
      return null;
    case "toggle_picture_in_picture":
      if (remote.canPictureInPicture) remote.togglePicture();
      return null;
    case "seek_by":
      remote.seekBy(command.seconds);
      return { text: command.seconds < 0 ? "back" : "forward", seconds: Math.abs(command.seconds) };
    case "seek_to":
      remote.seek(command.fraction * media.duration);
      return null;
    case "volume_by": {
      const volume = Math.min(1, Math.max(0, (media.muted ? 0 : media.volume) + command.fraction));
      remote.setVolume(volume);
      return { text: "volumeAt", value: volume };
    }
    case "toggle_captions":
      return toggleCaptions(around, lastCaptions);
    case "chapter_by": {
      const chapter = chapterStep(around.chapters, media.time, command.step);
      if (!chapter) return null;
      remote.seek(chapter.start);
      return { text: "chapterNow", name: chapter.title };
    }
    case "next_video":
      around.goOn?.();
      return null;
    case "show_keys":
      around.showKeys();
      return null;
    case "speed_by":
      return { text: "times", value: remote.stepSpeed(command.steps) };
  }
}
