"use client";

import { useTranslations } from "next-intl";
import { Item } from "radix-ui/dropdown-menu";
import type { OpenMenu } from "@/components/ui/menu-button";
import { MenuFrame } from "@/components/ui/menu-frame";
import { reactions } from "@/lib/calls/constants";
import type { Reaction } from "@/lib/calls/contract";

/** The opened signs. Loaded by `ReactionMenu` only. */
export function ReactionMenuContent({ onReact, ...open }: OpenMenu & { onReact: (reaction: Reaction) => void }) {
  const t = useTranslations("call.reactions");
  return (
    <MenuFrame {...open} side="top" align="center" sideOffset={8} className="flex gap-1">
      {reactions.map((reaction) => (
        <Item
          key={reaction}
          aria-label={t(`names.${reaction}`)}
          className="grid size-11 cursor-pointer place-items-center rounded-control text-xl outline-none data-highlighted:bg-sunken"
          onSelect={(event) => {
            event.preventDefault();
            onReact(reaction);
          }}
        >
          {reaction}
        </Item>
      ))}
    </MenuFrame>
  );
}
