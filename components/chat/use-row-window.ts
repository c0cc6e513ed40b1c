"use client";

import { useEffect, useLayoutEffect, useReducer, useState, type RefObject } from "react";
import { RowWindow } from "@/components/chat/row-window";

/** Lists of so many lines are in the page as a whole: it costs nothing, and the code of the window is not even fetched. */
const wholeMax = 120;

/** The window on a list that grew long; null before, and where its code does not come: then all lines are in the page. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number): RowWindow | null {
  const [window, setWindow] = useState<RowWindow | null>(null);
  const [, changed] = useReducer((turn: number) => turn + 1, 0);
  const isWanted = count > wholeMax;
  useEffect(() => {
    if (!isWanted) return;
    let isGone = false;
    import("@tanstack/virtual-core").then(
      ({ Virtualizer }) => {
        if (!isGone && scroller.current) setWindow(new RowWindow(Virtualizer, scroller.current, changed));
      },
      // The list is whole as it was, and the next time it grows long is another try.
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [isWanted, scroller]);
  useLayoutEffect(() => window?.start(), [window]);
  return window;
}

