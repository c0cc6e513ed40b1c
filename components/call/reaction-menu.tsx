"use client";

import SmilePlus from "@lucide/icons/icons/face-slightly-smiling-plus";
import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { lazyPart } from "@/components/ui/lazy-part";
import { MenuButton } from "@/components/ui/menu-button";
import type { Reaction } from "@/lib/calls/contract";

const ReactionMenuContent = lazyPart(() => import("@/components/call/reaction-menu-content").then((module) => module.ReactionMenuContent));

/** Signs that one shows over the call. It stays open, so that several can follow. */
export function ReactionMenu({ onReact }: { onReact: (reaction: Reaction) => void }) {
  const t = useTranslations("call.reactions");
  return (
    <MenuButton label={t("open")} icon={<Icon of={SmilePlus} size={20} />} className="bar-button" warm={ReactionMenuContent.warm}>
      {(open) => <ReactionMenuContent {...open} onReact={onReact} />}
    </MenuButton>
  );
}
