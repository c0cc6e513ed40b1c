"use client";

import { useEffect, useMemo, useState, useSyncExternalStore, type RefObject } from "react";
import { speeds } from "@/components/videos/player/settings-panel";

/** iPhones know full screen for the picture only. */
type AppleVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

const volumeKey = "atrium.player.volume";
const nothing = () => () => {};

/** A browser refuses these by rule (no gesture, not allowed); then nothing happens, which is what the person sees anyway. */
function attempt(work: Promise<unknown> | undefined): void {
  work?.catch(() => undefined);
}

function keepVolume(video: HTMLVideoElement): void {
  try {
    localStorage.setItem(volumeKey, JSON.stringify([video.volume, video.muted]));
  } catch {
    // Storage is switched off: the volume lasts for this page.
  }
}

function restoreVolume(video: HTMLVideoElement): void {
  try {
    const [volume, muted] = JSON.parse(localStorage.getItem(volumeKey) ?? "[1,false]") as [number, boolean];
    video.volume = Math.min(1, Math.max(0, Number(volume) || 0));
    video.muted = muted === true;
  } catch {
    // Nothing kept that can be read: the element's own volume stands.
  }
}

function commandsFor(video: RefObject<HTMLVideoElement | null>, frame: RefObject<HTMLElement | null>) {
  const withVideo = (act: (element: HTMLVideoElement) => void) => {
    if (video.current) act(video.current);
  };
  const seek = (seconds: number) =>
    withVideo((element) => {
      const end = Number.isFinite(element.duration) ? element.duration : seconds;
      element.currentTime = Math.min(Math.max(0, seconds), end);
    });
  const setVolume = (volume: number) =>
    withVideo((element) => {
      element.volume = Math.round(Math.min(1, Math.max(0, volume)) * 100) / 100;
      element.muted = element.volume === 0;
      keepVolume(element);
    });
  const setSpeed = (speed: number) => withVideo((element) => (element.playbackRate = speed));
  return {
    seek,
    seekBy: (seconds: number) => withVideo((element) => seek(element.currentTime + seconds)),
    setVolume,
    setSpeed,
    play: () => withVideo((element) => attempt(element.play())),
    togglePlay: () => withVideo((element) => (element.paused ? attempt(element.play()) : element.pause())),
    toggleMute: () =>
      withVideo((element) => {
        element.muted = !element.muted;
        if (!element.muted && element.volume === 0) element.volume = 0.5;
        keepVolume(element);
      }),
    /** @returns the speed that it has then */
    stepSpeed: (steps: number): number => {
      const at = speeds.findIndex((speed) => speed >= (video.current?.playbackRate ?? 1));
      const speed = speeds[Math.min(speeds.length - 1, Math.max(0, at + steps))] ?? 1;
      setSpeed(speed);
      return speed;
    },
    toggleFullScreen: () =>
      withVideo((element) => {
        if (document.fullscreenElement) attempt(document.exitFullscreen());
        else if (frame.current?.requestFullscreen) attempt(frame.current.requestFullscreen());
        else (element as AppleVideo).webkitEnterFullscreen?.();
      }),
    togglePicture: () =>
      withVideo((element) => attempt(document.pictureInPictureElement === element ? document.exitPictureInPicture() : element.requestPictureInPicture())),
  };
}

/** Everything that can be done with the player, for buttons and keys alike. */
export type Remote = ReturnType<typeof commandsFor> & { canFullScreen: boolean; canPictureInPicture: boolean; isFullScreen: boolean };

export function useRemote(video: RefObject<HTMLVideoElement | null>, frame: RefObject<HTMLElement | null>): Remote {
  const commands = useMemo(() => commandsFor(video, frame), [video, frame]);
  const [isFullScreen, setFullScreen] = useState(false);
  const canPictureInPicture = useSyncExternalStore(nothing, () => document.pictureInPictureEnabled === true, () => false);
  const canFullScreen = useSyncExternalStore(nothing, () => document.fullscreenEnabled || "webkitEnterFullscreen" in HTMLVideoElement.prototype, () => false);

  useEffect(() => {
    if (video.current) restoreVolume(video.current);
    const onChange = () => setFullScreen(document.fullscreenElement !== null && document.fullscreenElement === frame.current);
    document.addEventListener("fullscreenchange", onChange);
    return () => document.removeEventListener("fullscreenchange", onChange);
  }, [video, frame]);

  return { ...commands, canFullScreen, canPictureInPicture, isFullScreen };
}
