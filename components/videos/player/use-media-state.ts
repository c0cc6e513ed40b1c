"use client";

import { useEffect, useState, type RefObject } from "react";

/** What a media element says of itself; times in seconds. */
export type MediaState = {
  paused: boolean;
  ended: boolean;
  /** It wants to play and has nothing to show. */
  isStalled: boolean;
  time: number;
  duration: number;
  /** How far from here it can play without the network. */
  bufferedUntil: number;
  volume: number;
  muted: boolean;
  speed: number;
  isInPicture: boolean;
};

const blank: MediaState = { paused: true, ended: false, isStalled: false, time: 0, duration: 0, bufferedUntil: 0, volume: 1, muted: false, speed: 1, isInPicture: false };

const events = [
  "play", "pause", "playing", "waiting", "seeking", "seeked", "timeupdate", "progress", "durationchange", "loadeddata", "canplay", "volumechange",
  "ratechange", "ended", "emptied", "enterpictureinpicture", "leavepictureinpicture",
] as const;

function bufferedUntil({ buffered, currentTime }: HTMLVideoElement): number {
  for (let index = 0; index < buffered.length; index += 1) {
    // Half a second of grace: a first picture is often a little late.
    if (buffered.start(index) <= currentTime + 0.5 && buffered.end(index) >= currentTime) return buffered.end(index);
  }
  return currentTime;
}

function read(video: HTMLVideoElement): MediaState {
  return {
    paused: video.paused,
    ended: video.ended,
    isStalled: !video.paused && !video.ended && (video.seeking || video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA),
    time: video.currentTime,
    duration: Number.isFinite(video.duration) ? video.duration : 0,
    bufferedUntil: bufferedUntil(video),
    volume: video.volume,
    muted: video.muted,
    speed: video.playbackRate,
    isInPicture: document.pictureInPictureElement === video,
  };
}

/** The element is the truth; this is its copy for drawing. `knownDuration` stands until the element knows. */
export function useMediaState(video: RefObject<HTMLVideoElement | null>, knownDuration: number): MediaState {
  const [state, setState] = useState<MediaState>({ ...blank, duration: knownDuration });

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const update = () => setState({ ...read(element), duration: Number.isFinite(element.duration) && element.duration > 0 ? element.duration : knownDuration });
    for (const event of events) element.addEventListener(event, update);
    return () => {
      for (const event of events) element.removeEventListener(event, update);
    };
  }, [video, knownDuration]);

  return state;
}
