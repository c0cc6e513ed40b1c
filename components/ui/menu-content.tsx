"use client";

import { clsx } from "clsx";
import { Content, Item, Portal, Root, Separator, Trigger } from "radix-ui/dropdown-menu";
import type { MenuEntry } from "@/components/ui/menu";

/** The opened menu. Loaded by `Menu` only; the trigger here is just the place where it hangs. */
export function MenuContent({ labelledBy, entries, onClose, returnFocus }: { labelledBy: string; entries: MenuEntry[]; onClose: () => void; returnFocus: () => void }) {
  return (
    <Root open onOpenChange={(open) => !open && onClose()}>
      <Trigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </Trigger>
      <Portal>
        <Content
          aria-labelledby={labelledBy}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          loop
          className="floating z-50 min-w-52 animate-rise p-1"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus();
          }}
        >
          {entries.map((entry, index) =>
            entry === "separator" ? (
              <Separator key={`separator-${index}`} className="my-1 h-px bg-hairline" />
            ) : (
              <Item
                key={entry.key}
                disabled={entry.disabled}
                onSelect={entry.onSelect}
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
