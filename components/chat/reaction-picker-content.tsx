"use client";

import { Item } from "radix-ui/dropdown-menu";
import { pickedEmoji } from "@/components/chat/emoji";
import type { OpenMenu } from "@/components/ui/menu-button";
import { MenuFrame } from "@/components/ui/menu-frame";

/** The opened signs. Loaded by `ReactionPicker` only; a screen reader has its own words for them. */
export function ReactionPickerContent({ onPick, ...open }: OpenMenu & { onPick: (emoji: string) => void }) {
  return (
    <MenuFrame {...open} side="top" className="grid grid-cols-6 gap-0.5">
      {pickedEmoji.map((emoji) => (
        <Item key={emoji} className="grid size-10 cursor-pointer place-items-center rounded-control text-xl outline-none touch:size-11 data-highlighted:bg-sunken" onSelect={() => onPick(emoji)}>
          {emoji}
        </Item>
      ))}
    </MenuFrame>
  );
}
