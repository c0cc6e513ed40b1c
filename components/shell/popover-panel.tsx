"use client";

import { useRef, type ReactNode } from "react";

/**
 * What a `popoverTarget` button opens: the browser's popover (top layer, Escape, click beside, focus back).
 * A link inside closes it, because the layout stays when the page changes.
 */
export function PopoverPanel({ id, label, className, children }: { id: string; label: string; className: string; children: ReactNode }) {
  const panel = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={panel}
      id={id}
      popover="auto"
      role="dialog"
      aria-label={label}
      className={className}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("a")) panel.current?.hidePopover();
      }}
    >
      {children}
    </div>
  );
}
