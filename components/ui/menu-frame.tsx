"use client";

import { clsx } from "clsx";
import { Content, Portal, Root, Trigger } from "radix-ui/dropdown-menu";
import { useRef, type ReactNode } from "react";
import type { OpenMenu } from "@/components/ui/menu-button";

type MenuFrameProps = OpenMenu & {
  side?: "top" | "bottom";
  align?: "center" | "end";
  sideOffset?: number;
  className: string;
  /** Runs once it is closed, with the focus back on the button. */
  onClosed?: () => void;
  children: ReactNode;
};

/** The opened menu around its entries. Its code is large: only what is loaded on demand may import it; the trigger here is just the place where it hangs. */
export function MenuFrame({ labelledBy, byKeyboard, button, container, onClose, side = "bottom", align = "end", sideOffset = 4, className, onClosed, children }: MenuFrameProps) {
  const isFirstFocus = useRef(true);
  return (
    <Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Trigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </Trigger>
      <Portal container={container}>
        <Content
          aria-labelledby={labelledBy}
          side={side}
          align={align}
          sideOffset={sideOffset}
          collisionPadding={8}
          loop
          className={clsx("floating z-50 max-h-(--radix-dropdown-menu-content-available-height) animate-rise overflow-y-auto p-1", className)}
          onFocus={(event) => {
            // The key that opened us was pressed before this code was there to see it.
            if (isFirstFocus.current && byKeyboard) event.currentTarget.querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")?.focus();
            isFirstFocus.current = false;
          }}
          onInteractOutside={(event) => {
            // The button closes its menu by its own click.
            if (event.target instanceof Node && button.contains(event.target)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            button.focus();
            onClosed?.();
          }}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
