"use client";

import { useCallback, useEffect, useState } from "react";
import { useConnectionState, useRealtimeEvents } from "@/components/realtime/use-realtime";
import { advancePace, secondsLeft, startPace, type Pace } from "@/components/videos/pace";
import type { videoProgressEvent, VideoStatus } from "@/lib/videos/contract";

/** `takenMs` is when this became known; an answer that was asked for before cannot know better. */
export type LiveStatus = { status: VideoStatus; pace: Pace; secondsLeft: number | null; takenMs: number };

/** How a status came: pushed, or as the answer to a request that was sent at `askedMs`. */
type Source = { askedMs?: number };

/** Its value alone would bring the whole contract, with the parser, into the browser. */
const progressEvent: typeof videoProgressEvent = "video_progress";
const readMs = 1_000;
const sweepMs = 10_000;

const isOver = (status: VideoStatus) => status.processing_status === "ready" || status.processing_status === "failed";

/** An event that another one, or an answer, has overtaken. Only a new attempt goes back, and it begins at zero. */
const isLate = (known: VideoStatus, event: VideoStatus) => event.progress > 0 && !isOver(event) && (isOver(known) || event.progress < known.progress);

/**
 * Takes a status into what is known; the pace of `progress` tells the time left. An answer that was asked for before the
 * latest news is dropped, one asked for after it is the truth; an event counts only forwards.
 */
export function takeStatus(known: LiveStatus | undefined, status: VideoStatus, nowMs: number, { askedMs }: Source = {}): LiveStatus {
  if (known && (askedMs === undefined ? isLate(known.status, status) : askedMs < known.takenMs)) return known;
  const isRunning = status.processing_status === "processing";
  const wasRunning = known?.status.processing_status === "processing";
  // Equal figures say nothing about speed: percents come in steps, and the time between steps is what counts.
  if (known && wasRunning && isRunning && status.progress === known.status.progress) return { ...known, takenMs: nowMs };
  const goesOn = known && wasRunning && isRunning && status.progress > known.status.progress;
  const pace = goesOn ? advancePace(known.pace, nowMs, status.progress) : startPace(nowMs, status.progress);
  return { status, pace, secondsLeft: isRunning ? secondsLeft(pace, 100) : null, takenMs: nowMs };
}

async function readStatus(videoId: number, signal: AbortSignal): Promise<VideoStatus | null> {
  const answer = await fetch(`/api/video/${videoId}/status/`, { signal, cache: "no-store" });
  return answer.ok ? ((await answer.json()) as VideoStatus) : null;
}

/** What is still to come of a video: nobody but its owner is sent events about it. */
export type WatchedVideo = { id: number; ownerId: number };

/**
 * Where the processing of these videos stands. The person's event stream tells of their own ones; what it cannot tell
 * (videos of others, a stream that is away) is read each second. Read it is in any case now and then: events are hints.
 */
export function useLiveStatuses(viewerId: number, videos: readonly WatchedVideo[]): ReadonlyMap<number, LiveStatus> {
  const [statuses, setStatuses] = useState<ReadonlyMap<number, LiveStatus>>(new Map());
  const connection = useConnectionState(viewerId);
  const list = videos.map((video) => video.id).join(",");
  const isTold = connection === "online" && videos.every((video) => video.ownerId === viewerId);
  const pollMs = isTold ? sweepMs : readMs;

  const take = useCallback((news: readonly VideoStatus[], source?: Source) => {
    const nowMs = performance.now();
    setStatuses((known) => new Map([...known, ...news.map((status) => [status.id, takeStatus(known.get(status.id), status, nowMs, source)] as const)]));
  }, []);
  useRealtimeEvents(viewerId, ({ type, body }) => {
    if (type === progressEvent && videos.some((video) => video.id === body.id)) take([body as VideoStatus]);
  });

  useEffect(() => {
    if (list === "") return;
    const ids = list.split(",").map(Number);
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;

    const poll = async () => {
      if (!document.hidden) {
        const askedMs = performance.now();
        const answers = await Promise.allSettled(ids.map((id) => readStatus(id, abort.signal)));
        if (abort.signal.aborted) return;
        take(answers.flatMap((answer) => (answer.status === "fulfilled" && answer.value ? [answer.value] : [])), { askedMs });
      }
      timer = setTimeout(() => void poll(), pollMs);
    };
    void poll();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [list, pollMs, take]);

  return statuses;
}
