"use client";

import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Nearer to the end than this counts as being there. */
const nearPx = 40;

type Shown = { first: number; last: number; count: number };

/**
 * Keeps a growing list where the reader wants it: at the end while they are there, else exactly where they read, also
 * when older entries appear above. `seen` is the last entry that they have had in view.
 */
export function useStickyScroll(shown: Shown): { scroller: RefObject<HTMLDivElement | null>; isAtEnd: boolean; seen: number; toEnd: () => void } {
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const [seen, setSeen] = useState(shown.last);
  const before = useRef({ first: shown.first, height: 0 });
  const atEnd = useRef(true);

  const toEnd = () => scroller.current?.scrollTo(0, scroller.current.scrollHeight);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (atEnd.current) element.scrollTo(0, element.scrollHeight);
    else if (shown.first < before.current.first) element.scrollBy(0, element.scrollHeight - before.current.height);
    before.current = { first: shown.first, height: element.scrollHeight };
  }, [shown.first, shown.last, shown.count]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
      setIsAtEnd(atEnd.current);
    };
    // A keyboard that opens or a composer that grows takes room from the list.
    const resized = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTo(0, element.scrollHeight);
    });
    element.addEventListener("scroll", onScroll, { passive: true });
    resized.observe(element);
    return () => {
      element.removeEventListener("scroll", onScroll);
      resized.disconnect();
    };
  }, []);

  if (isAtEnd && seen !== shown.last) setSeen(shown.last);
  return { scroller, isAtEnd, seen, toEnd };
}
