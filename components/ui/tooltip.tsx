"use client";

import { clsx } from "clsx";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { place, type Side } from "@/components/ui/place";

export type TooltipSide = Side;

/**
 * The word of an icon, on hover and on keyboard focus; Escape hides it. It repeats the control's label, so it is
 * hidden from screen readers: the label must be on the control. Drawn in the top layer, so that nothing clips it, and in
 * the page only while it is shown.
 */
export function Tooltip({ text, side = "top", className, children }: { text: string; side?: Side; className?: string; children: ReactNode }) {
  const [isShown, setShown] = useState(false);
  const host = useRef<HTMLSpanElement>(null);
  const hide = () => setShown(false);
  const stand = useCallback(
    (tip: HTMLSpanElement | null) => {
      const target = host.current?.firstElementChild;
      if (!tip || !target) return;
      if (!tip.matches(":popover-open")) tip.showPopover();
      place(target, tip, side);
    },
    [side],
  );

  useEffect(() => {
    if (!isShown) return;
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && setShown(false);
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isShown]);

  return (
    <span
      ref={host}
      className={clsx("contents", className)}
      onPointerEnter={(event) => event.pointerType !== "touch" && setShown(true)}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={({ target }) => {
        // A popover that closes gives the focus back while it closes, and nothing can be shown in that moment.
        requestAnimationFrame(() => target === document.activeElement && target.matches(":focus-visible") && setShown(true));
      }}
      onBlur={hide}
    >
      {children}
      {isShown && (
        <span ref={stand} popover="manual" aria-hidden="true" className="tooltip">
          {text}
        </span>
      )}
    </span>
  );
}
