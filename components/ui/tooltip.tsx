"use client";

import { clsx } from "clsx";
import { useCallback, useEffect, useRef, useState, type MouseEvent, type PointerEvent, type ReactNode } from "react";
import { place, type Side } from "@/components/ui/place";

export type TooltipSide = Side;

/** As long as phones take for a long press. */
const holdMs = 450;
/** A finger shows it and is lifted: long enough to read a few names. */
const heldShownMs = 4000;

/** The handlers for who holds a finger on the control: it shows its word and does nothing else. */
function useHold(isOn: boolean, setShown: (isShown: boolean) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isHeld = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (!isOn) return {};
  const letGo = () => {
    clearTimeout(timer.current);
    if (isHeld.current) timer.current = setTimeout(() => setShown(false), heldShownMs);
  };
  return {
    onPointerDownCapture: (event: PointerEvent) => {
      clearTimeout(timer.current);
      isHeld.current = false;
      if (event.pointerType !== "touch") return;
      timer.current = setTimeout(() => {
        isHeld.current = true;
        setShown(true);
      }, holdMs);
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
    onContextMenu: (event: MouseEvent) => isHeld.current && event.preventDefault(),
    onClickCapture: (event: MouseEvent) => {
      if (!isHeld.current) return;
      isHeld.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

/**
 * The word of an icon, on hover and on keyboard focus; Escape hides it. It repeats the control's label, so it is
 * hidden from screen readers: the label must be on the control. Drawn in the top layer, so that nothing clips it, and in
 * the page only while it is shown. `holds`: it says more than the label shows, so on touch a long press shows it.
 */
export function Tooltip({ text, side = "top", className, holds = false, children }: { text: string; side?: Side; className?: string; holds?: boolean; children: ReactNode }) {
  const [isShown, setShown] = useState(false);
  const host = useRef<HTMLSpanElement>(null);
  const hide = () => setShown(false);
  const hold = useHold(holds, setShown);
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
      onPointerLeave={({ pointerType }) => !(holds && pointerType === "touch") && hide()}
      onPointerDown={hide}
      {...hold}
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
