"use client";

import { useEffect, useEffectEvent, useRef, type RefObject } from "react";
import type { ChatTexts } from "@/components/chat/texts";

/** Where the shown stretch of a history ends and more of it comes: asks for it when the reader comes near. */
export function HistoryEnd({ scroller, state, text, failed, texts, load }: { scroller: RefObject<HTMLDivElement | null>; state: "idle" | "loading" | "failed"; text: string; failed: string; texts: ChatTexts; load: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  const come = useEffectEvent(load);
  const mayLoad = state === "idle";
  useEffect(() => {
    const element = end.current;
    if (!element || !mayLoad) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && come(), { root: scroller.current, rootMargin: "400px 0px" });
    observer.observe(element);
    return () => observer.disconnect();
  }, [mayLoad, scroller]);
  return (
    <div ref={end} className="py-3 text-center text-sm text-muted">
      {state === "failed" ? (
        <>
          {failed}{" "}
          <button type="button" className="link target" onClick={load}>
            {texts.retry}
          </button>
        </>
      ) : (
        text
      )}
    </div>
  );
}
