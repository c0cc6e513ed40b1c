"use client";

import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { flushSync } from "react-dom";
import type { RowPart } from "@/components/chat/row-window";
import { rowAt, type Row } from "@/components/chat/rows";
import { useRowWindow } from "@/components/chat/use-row-window";

/** Nearer to the end than this counts as being there. */
const nearPx = 40;

/** What is in the list: its lines, its outermost entries, how many, and whether it ends before the newest. */
type Shown = {
  rows: readonly Row[];
  first: number;
  last: number;
  count: number;
  hasNewer: boolean;
  /** Grows when entries change in place, and so may their height. */
  changes: number;
  /** The key of a line that stays in the page wherever the reader goes; null for none. */
  kept: string | null;
};

type StickyScroll = {
  scroller: RefObject<HTMLDivElement | null>;
  /** The lines that are in the page; null for all of them. */
  part: RowPart | null;
  isAtEnd: boolean;
  /** The last entry that the reader has had in view. */
  seen: number;
  toEnd: () => void;
  /** Brings the entry with this version, or the next after it, into the middle once it is in the list. */
  toVersion: (version: number) => void;
};

const entriesIn = (element: HTMLElement) => [...element.querySelectorAll<HTMLElement>("[data-version]")];
const topIn = (element: HTMLElement, entry: HTMLElement) => entry.getBoundingClientRect().top - element.getBoundingClientRect().top;

/** The first entry whose end is in view; they stand one below the other. */
function firstInView(element: HTMLElement): HTMLElement | undefined {
  const entries = entriesIn(element);
  const { top } = element.getBoundingClientRect();
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.getBoundingClientRect().bottom ?? 0) > top) high = middle;
    else low = middle + 1;
  }
  return entries[low];
}

/**
 * Keeps a list that grows and is cut at both ends where the reader wants it: at the end while they are there, else with
 * the entry that they read at its place.
 */
export function useStickyScroll(shown: Shown): StickyScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(true);
  const [seen, setSeen] = useState(shown.last);
  const [target, setTarget] = useState<{ version: number } | null>(null);
  const reached = useRef<object>(null);
  const place = useRef<{ version: string; top: number }>(null);
  const sticks = useRef(true);
  /** The end was asked for, and is not in the list yet. */
  const wantsEnd = useRef(false);
  const isAtEnd = isNear && !shown.hasNewer;
  const view = useRowWindow(scroller, shown.rows.length);
  const wantedRow = target ? shown.rows[rowAt(shown.rows, target.version)] : undefined;
  const part = view?.partOf(shown.rows.map(({ key }) => key), [wantedRow?.key, shown.kept].flatMap((key) => key ?? [])) ?? null;

  const remember = (element: HTMLElement) => {
    const entry = firstInView(element);
    place.current = entry ? { version: entry.dataset.version ?? "", top: topIn(element, entry) } : null;
  };
  const toEnd = () => {
    sticks.current = true;
    wantsEnd.current = shown.hasNewer;
    scroller.current?.scrollTo(0, scroller.current.scrollHeight);
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const wanted = target && reached.current !== target ? entriesIn(element).find((entry) => Number(entry.dataset.version) >= target.version) : undefined;
    if (wanted) {
      reached.current = target;
      sticks.current = false;
      wantsEnd.current = false;
      wanted.scrollIntoView({ block: "center" });
      wanted.focus({ preventScroll: true });
    } else if (sticks.current) element.scrollTo(0, element.scrollHeight);
    else if (place.current) {
      const entry = element.querySelector<HTMLElement>(`[data-version="${place.current.version}"]`);
      if (entry) element.scrollBy(0, topIn(element, entry) - place.current.top);
    }
    if (!shown.hasNewer) wantsEnd.current = false;
    remember(element);
  }, [shown.first, shown.last, shown.count, shown.hasNewer, shown.changes, target, part]);

  const onScroll = useEffectEvent((element: HTMLElement) => {
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
    wantsEnd.current &&= near;
    sticks.current = near && (!shown.hasNewer || wantsEnd.current);
    remember(element);
    const tell = () => {
      setIsNear(near);
      view?.scrolled();
    };
    // At once: lines that are missing until the next frame would be a gap.
    if (view) flushSync(tell);
    else tell();
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const scrolled = () => onScroll(element);
    // A keyboard that opens or a composer that grows takes room from the list.
    const resized = new ResizeObserver(() => {
      if (sticks.current) element.scrollTo(0, element.scrollHeight);
    });
    element.addEventListener("scroll", scrolled, { passive: true });
    resized.observe(element);
    return () => {
      element.removeEventListener("scroll", scrolled);
      resized.disconnect();
    };
  }, []);

  if (isAtEnd && seen !== shown.last) setSeen(shown.last);
  return { scroller, part, isAtEnd, seen, toEnd, toVersion: (version) => setTarget({ version }) };
}
