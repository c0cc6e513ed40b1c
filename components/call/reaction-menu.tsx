"use client";

import SmilePlus from "lucide-react/icons/smile-plus";
import { useTranslations } from "next-intl";
import { Content, Item, Root, Trigger } from "radix-ui/dropdown-menu";
import { reactions } from "@/lib/calls/constants";
import type { Reaction } from "@/lib/calls/contract";

/** Signs that one shows over the call. It stays open, so that several can follow. */
export function ReactionMenu({ onReact }: { onReact: (reaction: Reaction) => void }) {
  const t = useTranslations("call.reactions");
  return (
    <Root modal={false}>
      <Trigger aria-label={t("open")} className="bar-button">
        <SmilePlus size={20} />
      </Trigger>
      <Content side="top" align="center" sideOffset={8} collisionPadding={8} className="floating z-50 flex animate-rise gap-1 p-1">
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
      </Content>
    </Root>
  );
}
