"use client";

import { useSpeakingParticipants } from "@livekit/components-react";
import { useEffect, useState, type RefObject } from "react";

/** How loud the video is for this person, and whether it gives way to voices. Kept in this browser. */
export type Loudness = { volume: number; muted: boolean; ducks: boolean };

const storageKey = "atrium.call.watch";
const usual: Loudness = { volume: 1, muted: false, ducks: true };
/** So much of it is left while somebody speaks. */
const duckedShare = 0.25;
/** People breathe between sentences. */
const releaseMs = 1500;
const stepMs = 40;
const stepShare = 0.12;

function readLoudness(): Loudness {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Record<string, unknown>;
    const volume = typeof kept.volume === "number" && kept.volume >= 0 && kept.volume <= 1 ? kept.volume : usual.volume;
    return { volume, muted: kept.muted === true, ducks: kept.ducks !== false };
  } catch {
    return usual;
  }
}

function keepLoudness(loudness: Loudness): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(loudness));
  } catch {
    // Storage is closed: the choice holds for this visit.
  }
}

/** Brings the volume there in small steps. @returns what ends it */
function glide(video: HTMLVideoElement, wanted: number): () => void {
  const timer = setInterval(() => {
    const left = wanted - video.volume;
    if (Math.abs(left) < 0.001) return clearInterval(timer);
    video.volume = Math.abs(left) <= stepShare ? wanted : video.volume + Math.sign(left) * stepShare;
  }, stepMs);
  return () => clearInterval(timer);
}

function setMuted(video: HTMLVideoElement | null, muted: boolean): void {
  if (video) video.muted = muted;
}

/** Whether one of the others speaks, or did a moment ago. One's own microphone may hear the video itself: it does not count. */
function useVoices(): boolean {
  const isSpeaking = useSpeakingParticipants().some((person) => !person.isLocal);
  const [lasts, setLasts] = useState(false);
  if (isSpeaking && !lasts) setLasts(true);
  useEffect(() => {
    if (isSpeaking || !lasts) return;
    const timer = setTimeout(() => setLasts(false), releaseMs);
    return () => clearTimeout(timer);
  }, [isSpeaking, lasts]);
  return isSpeaking || lasts;
}

/** Sets the element as loud as this person wishes, and quieter while somebody speaks. `isHeld`: the browser keeps it silent. */
export function useLoudness(element: RefObject<HTMLVideoElement | null>, isHeld: boolean) {
  const [loudness, setLoudness] = useState(readLoudness);
  const isDucked = useVoices() && loudness.ducks;
  const wanted = loudness.volume * (isDucked ? duckedShare : 1);

  useEffect(() => {
    if (!isHeld) setMuted(element.current, loudness.muted);
  }, [element, isHeld, loudness.muted]);

  useEffect(() => (element.current ? glide(element.current, wanted) : undefined), [element, wanted]);

  const change = (part: Partial<Loudness>) => {
    const next = { ...loudness, ...part };
    keepLoudness(next);
    setLoudness(next);
  };
  return { ...loudness, isDucked, change };
}
