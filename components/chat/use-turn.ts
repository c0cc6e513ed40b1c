"use client";

import { useEffect, useState } from "react";
import type { Entry } from "@/components/chat/timeline";

/** When the viewer wrote last by this browser's clock; or was told to wait, and for how long. */
export type Turn = { atMs: number; waitSeconds: number | null };

/** Often enough that no second is skipped. */
const tickMs = 250;

function lastOwn(entries: readonly Entry[], viewerId: number): Turn | null {
  const own = entries.findLast((entry) => "message" in entry && entry.message.user.id === viewerId);
  // A clock that goes wrong lets nobody wait longer than once.
  return own && "message" in own ? { atMs: Math.min(Date.now(), Date.parse(own.message.created_at)), waitSeconds: null } : null;
}

/**
 * How many seconds slow mode lets the viewer wait before they write again, counted down; 0 when it is their turn. The
 * server decides: what it says about waiting wins, and what it takes is written.
 */
export function useTurn(slowSeconds: number, told: Turn | null, entries: readonly Entry[], viewerId: number): number {
  const [first] = useState(() => lastOwn(entries, viewerId));
  const [nowMs, setNowMs] = useState(() => Date.now());
  const turn = told ?? first;
  const untilMs = turn ? turn.atMs + (turn.waitSeconds ?? slowSeconds) * 1000 : 0;
  const left = Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
  const isWaiting = untilMs > nowMs;
  useEffect(() => {
    const timer = isWaiting ? setInterval(() => setNowMs(Date.now()), tickMs) : undefined;
    // What came meanwhile is counted from now on.
    const start = setTimeout(() => setNowMs(Date.now()), 0);
    return () => {
      clearInterval(timer);
      clearTimeout(start);
    };
  }, [isWaiting, untilMs]);
  return left;
}
