"use client";

import { clsx } from "clsx";
import { Item, Separator } from "radix-ui/dropdown-menu";
import { useRef } from "react";
import type { OpenMenu } from "@/components/ui/menu-button";
import type { MenuEntry } from "@/components/ui/menu-entry";
import { MenuFrame } from "@/components/ui/menu-frame";

/** The opened menu of actions. Loaded by `Menu` only. */
export function MenuContent({ entries, ...open }: OpenMenu & { entries: MenuEntry[] }) {
  /** What was chosen runs with the focus back on the button, so that a dialog it opens can give it back too. */
  const chosen = useRef<(() => void) | null>(null);
  return (
    <MenuFrame {...open} className="min-w-52" onClosed={() => chosen.current?.()}>
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
    </MenuFrame>
  );
}
