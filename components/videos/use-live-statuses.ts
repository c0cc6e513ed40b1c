"use client";

import { useEffect, useState } from "react";
import { advancePace, secondsLeft, startPace, type Pace } from "@/components/videos/pace";
import type { VideoStatus } from "@/lib/videos/contract";

export type LiveStatus = { status: VideoStatus; pace: Pace; secondsLeft: number | null };

const pollMs = 1_000;

/** Takes a status into what is known; the pace of `progress` tells the time left. */
export function takeStatus(known: LiveStatus | undefined, status: VideoStatus, nowMs: number): LiveStatus {
  const isRunning = status.processing_status === "processing";
  const wasRunning = known?.status.processing_status === "processing";
  // Equal figures say nothing about speed yet: percents come in steps, and the time between steps is what counts.
  if (known && wasRunning && isRunning && known.status.progress === status.progress) return { ...known, status };
  const pace = known && wasRunning && isRunning ? advancePace(known.pace, nowMs, status.progress) : startPace(nowMs, status.progress);
  return { status, pace, secondsLeft: isRunning ? secondsLeft(pace, 100) : null };
}

async function readStatus(videoId: number, signal: AbortSignal): Promise<VideoStatus | null> {
  const answer = await fetch(`/api/video/${videoId}/status/`, { signal, cache: "no-store" });
  return answer.ok ? ((await answer.json()) as VideoStatus) : null;
}

/**
 * Where the processing of these videos stands, read each second while the page is seen. The newest answer for each id;
 * none for those that cannot be read.
 */
export function useLiveStatuses(videoIds: readonly number[]): ReadonlyMap<number, LiveStatus> {
  const [statuses, setStatuses] = useState<ReadonlyMap<number, LiveStatus>>(new Map());
  const list = videoIds.join(",");

  useEffect(() => {
    if (list === "") return;
    const ids = list.split(",").map(Number);
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;

    const poll = async () => {
      if (!document.hidden) {
        const answers = await Promise.allSettled(ids.map((id) => readStatus(id, abort.signal)));
        if (abort.signal.aborted) return;
        const news = answers.flatMap((answer) => (answer.status === "fulfilled" && answer.value ? [answer.value] : []));
        const nowMs = performance.now();
        setStatuses((known) => new Map([...known, ...news.map((status) => [status.id, takeStatus(known.get(status.id), status, nowMs)] as const)]));
      }
      timer = setTimeout(() => void poll(), pollMs);
    };
    void poll();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [list]);

  return statuses;
}
