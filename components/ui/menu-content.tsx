"use client";

import { clsx } from "clsx";
import { Content, Item, Portal, Root, Separator, Trigger } from "radix-ui/dropdown-menu";
import { useRef, type RefObject } from "react";
import type { MenuEntry } from "@/components/ui/menu-entry";

/** The opened menu. Loaded by `Menu` only; the trigger here is just the place where it hangs. */
export function MenuContent({
  labelledBy,
  entries,
  byKeyboard,
  onClose,
  button,
  container,
}: {
  labelledBy: string;
  entries: MenuEntry[];
  byKeyboard: boolean;
  onClose: () => void;
  button: RefObject<HTMLButtonElement | null>;
  /** Where the menu is drawn: inside a modal dialog only what the dialog holds can be reached. */
  container: HTMLElement | null;
}) {
  const isFirstFocus = useRef(true);
  const chosen = useRef<(() => void) | null>(null);
  return (
    <Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Trigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </Trigger>
      <Portal container={container}>
        <Content
          aria-labelledby={labelledBy}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          loop
          className="floating z-50 min-w-52 animate-rise p-1"
          onFocus={(event) => {
            // The key that opened us was pressed before this code was there to see it.
            if (isFirstFocus.current && byKeyboard) event.currentTarget.querySelector<HTMLElement>("[role=menuitem]:not([data-disabled])")?.focus();
            isFirstFocus.current = false;
          }}
          onInteractOutside={(event) => {
            // The button closes its menu by its own click.
            if (event.target instanceof Node && button.current?.contains(event.target)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // What was chosen runs with the focus back on the button, so that a dialog it opens can give it back too.
            button.current?.focus();
            chosen.current?.();
          }}
        >
          {entries.map((entry, index) =>
            entry === "separator" ? (
              <Separator key={`separator-${index}`} className="my-1 h-px bg-hairline" />
            ) : (
              <Item
                key={entry.key}
                disabled={entry.disabled}
                onSelect={() => {
                  chosen.current = entry.onSelect;
                }}
                className={clsx(
                  "target flex cursor-pointer items-center gap-3 rounded-control px-3 text-ui outline-none data-disabled:opacity-50 data-highlighted:bg-sunken",
                  entry.danger && "text-danger",
                )}
              >
                {entry.icon}
                {entry.text}
              </Item>
            ),
          )}
        </Content>
      </Portal>
    </Root>
  );
}
