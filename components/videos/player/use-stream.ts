"use client";

import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { renewSession } from "@/components/realtime/renew-session";
import { attachStream, type Stream, type StreamState } from "@/components/videos/player/stream";

const untouched: StreamState = { levels: [], playing: null, chosen: null, problem: null };

type Choices = {
  /** Known from elsewhere: then it stops at once. */
  isSessionOver?: boolean;
  /** Where to begin, in seconds. */
  startAt?: number;
  /** Whether the viewer's right is a session, whose cookie can be renewed. */
  hasSession?: boolean;
};

/** Plays `url` in the element for as long as the component lives, and not once the session is over. */
export function useStream(video: RefObject<HTMLVideoElement | null>, url: string, { isSessionOver = false, startAt = 0, hasSession = true }: Choices = {}) {
  const [state, setState] = useState<StreamState>(untouched);
  const stream = useRef<Stream | null>(null);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    let isWanted = true;
    const report = (changes: Partial<StreamState>) => {
      if (isWanted) setState((known) => (Object.entries(changes).every(([key, value]) => known[key as keyof StreamState] === value) ? known : { ...known, ...changes }));
    };
    attachStream({ video: element, url, startAt, report, renew: hasSession ? renewSession : null }, () => isWanted).then(
      (attached) => {
        if (isWanted) stream.current = attached;
        else attached?.destroy();
      },
      // The player's code itself could not be fetched.
      () => report({ problem: "broken" }),
    );
    return () => {
      isWanted = false;
      stream.current?.destroy();
      stream.current = null;
    };
    // Where it begins, and by which right, is asked once, when it begins.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [video, url]);

  useEffect(() => {
    if (isSessionOver) stream.current?.end();
  }, [isSessionOver]);

  const choose = useCallback((index: number | null) => stream.current?.choose(index), []);
  const retry = useCallback(() => (stream.current ? stream.current.retry() : window.location.reload()), []);
  const resume = useCallback(() => stream.current?.resume(), []);
  return { state, choose, retry, resume };
}
