"use client";

import { useCallback, useEffect, useState, type RefObject } from "react";
import { captionFor, firstChoice, readChoice, type CaptionChoice } from "@/components/videos/player/caption-choice";
import type { CaptionItem } from "@/lib/videos/contract";

const key = "atrium.player.captions";

function keep(choice: CaptionChoice): void {
  try {
    localStorage.setItem(key, JSON.stringify(choice));
  } catch {
    // Storage is switched off: the choice lasts for this page.
  }
}

function kept(): CaptionChoice {
  try {
    return readChoice(localStorage.getItem(key));
  } catch {
    return firstChoice;
  }
}

/** The words of the cues that are due now; the browser has parsed them, markup is left out. */
function linesOf(track: TextTrack): string[] {
  return [...(track.activeCues ?? [])].map((cue) => (cue instanceof VTTCue ? (cue.getCueAsHTML().textContent ?? "") : "")).filter((text) => text.trim() !== "");
}

/** What is chosen of the captions, how they look, and the lines of this moment. The browser loads and times them; we draw them, clear of the controls. */
export type CaptionsState = { chosen: CaptionItem | null; choice: CaptionChoice; lines: string[]; choose: (caption: CaptionItem | null) => void; style: (look: Partial<Pick<CaptionChoice, "size" | "ground">>) => void };

export function useCaptions(video: RefObject<HTMLVideoElement | null>, captions: readonly CaptionItem[]): CaptionsState {
  const [choice, setChoice] = useState(firstChoice);
  const [lines, setLines] = useState<string[]>([]);
  // What this browser keeps is known after the first drawing only.
  // eslint-disable-next-line react-hooks/set-state-in-effect -- see above
  useEffect(() => setChoice(kept()), []);
  const chosen = captionFor(captions, choice);
  const chosenId = chosen === null ? null : String(chosen.id);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const tracks = [...element.querySelectorAll("track")];
    const node = tracks.find((each) => each.dataset.caption === chosenId);
    // "hidden" loads and times without drawing.
    for (const each of tracks) each.track.mode = each === node ? "hidden" : "disabled";
    const update = () => setLines(node ? linesOf(node.track) : []);
    update();
    // The file may come after the place was found: then nothing changes any more while it is paused.
    node?.addEventListener("load", update);
    node?.track.addEventListener("cuechange", update);
    return () => {
      node?.removeEventListener("load", update);
      node?.track.removeEventListener("cuechange", update);
    };
  }, [video, chosenId]);

  const change = useCallback((part: Partial<CaptionChoice>) => {
    setChoice((now) => {
      const next = { ...now, ...part };
      keep(next);
      return next;
    });
  }, []);
  const choose = useCallback((caption: CaptionItem | null) => change({ language: caption?.language ?? null }), [change]);
  return { chosen, choice, lines, choose, style: change };
}
