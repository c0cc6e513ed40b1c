"use client";

import { useRef } from "react";

/** Two taps this close together are one sign. */
const togetherMs = 320;
const stepSeconds = 10;

/** How far a tap leads: the second of two on the same side of the picture, and each further one, 10 s back or on. 0: a single tap. */
export function useTaps(): (x: number, width: number, atMs: number) => number {
  const last = useRef({ atMs: -Infinity, side: 0 });
  return (x, width, atMs) => {
    const side = x < width * 0.38 ? -1 : x > width * 0.62 ? 1 : 0;
    const isSecond = side !== 0 && side === last.current.side && atMs - last.current.atMs < togetherMs;
    last.current = { atMs, side };
    return isSecond ? side * stepSeconds : 0;
  };
}
