"use client";

import { clsx } from "clsx";
import { useEffect, useRef, type ReactNode } from "react";
import { place, type Side } from "@/components/ui/place";

export type TooltipSide = Side;

/**
 * The word of an icon, on hover and on keyboard focus; Escape hides it. It repeats the control's label, so it is
 * hidden from screen readers: the label must be on the control. Drawn in the top layer, so that nothing clips it.
 */
export function Tooltip({ text, side = "top", className, children }: { text: string; side?: Side; className?: string; children: ReactNode }) {
  const tip = useRef<HTMLSpanElement>(null);
  const host = useRef<HTMLSpanElement>(null);

  const show = () => {
    const target = host.current?.firstElementChild;
    if (!tip.current || !target || tip.current.matches(":popover-open")) return;
    tip.current.showPopover();
    place(target, tip.current, side);
  };
  const hide = () => {
    if (tip.current?.matches(":popover-open")) tip.current.hidePopover();
  };

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <span
      ref={host}
      className={clsx("contents", className)}
      onPointerEnter={(event) => event.pointerType !== "touch" && show()}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={({ target }) => {
        // A popover that closes gives the focus back while it closes, and nothing can be shown in that moment.
        requestAnimationFrame(() => target === document.activeElement && target.matches(":focus-visible") && show());
      }}
      onBlur={hide}
    >
      {children}
      <span ref={tip} popover="manual" aria-hidden="true" className="tooltip">
        {text}
      </span>
    </span>
  );
}
