"use client";

import { useCallback, useRef, useState } from "react";
import { parseStoryboard, type StoryboardCue } from "@/components/videos/player/storyboard-cues";

const none: StoryboardCue[] = [];

/** The pictures of the time bar; fetched when somebody first looks. Without them the bar shows times only. */
export function useStoryboard(url: string | null) {
  const [cues, setCues] = useState(none);
  const askedFor = useRef<string | null>(null);

  const load = useCallback(() => {
    if (url === null || askedFor.current === url) return;
    askedFor.current = url;
    const read = async () => {
      const answer = await fetch(url);
      if (answer.ok) setCues(parseStoryboard(await answer.text(), window.location.href));
    };
    // Asked again when somebody looks again.
    read().catch(() => (askedFor.current = null));
  }, [url]);

  return { cues, load };
}
