"use client";

import { useCallback, useEffect, useState } from "react";
import { useConnectionState, useRealtimeEvents } from "@/components/realtime/use-realtime";
import { advancePace, secondsLeft, startPace, type Pace } from "@/components/videos/pace";
import type { videoProgressEvent, VideoStatus } from "@/lib/videos/contract";

export type LiveStatus = { status: VideoStatus; pace: Pace; secondsLeft: number | null };

/** Its value alone would bring the whole contract, with the parser, into the browser. */
const progressEvent: typeof videoProgressEvent = "video_progress";
const readMs = 1_000;
const sweepMs = 10_000;

/** Takes a status into what is known; the pace of `progress` tells the time left. */
export function takeStatus(known: LiveStatus | undefined, status: VideoStatus, nowMs: number): LiveStatus {
  const isRunning = status.processing_status === "processing";
  const wasRunning = known?.status.processing_status === "processing";
  // Equal figures say nothing about speed: percents come in steps, and the time between steps is what counts. Smaller ones
  // are a slow answer that an event overtook; only a new attempt goes back, and it begins at zero.
  const isNewAttempt = status.progress === 0 && known?.status.progress !== 0;
  if (known && wasRunning && isRunning && status.progress <= known.status.progress && !isNewAttempt) return known;
  const pace = known && wasRunning && isRunning ? advancePace(known.pace, nowMs, status.progress) : startPace(nowMs, status.progress);
  return { status, pace, secondsLeft: isRunning ? secondsLeft(pace, 100) : null };
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

  const take = useCallback((news: readonly VideoStatus[]) => {
    const nowMs = performance.now();
    setStatuses((known) => new Map([...known, ...news.map((status) => [status.id, takeStatus(known.get(status.id), status, nowMs)] as const)]));
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
        const answers = await Promise.allSettled(ids.map((id) => readStatus(id, abort.signal)));
        if (abort.signal.aborted) return;
        take(answers.flatMap((answer) => (answer.status === "fulfilled" && answer.value ? [answer.value] : [])));
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
