"use client";

import SmilePlus from "lucide-react/icons/smile-plus";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { MenuButton } from "@/components/ui/menu-button";
import type { Reaction } from "@/lib/calls/contract";

const loadContent = () => import("@/components/call/reaction-menu-content");
const ReactionMenuContent = dynamic(() => loadContent().then((module) => module.ReactionMenuContent), { ssr: false });

/** Signs that one shows over the call. It stays open, so that several can follow. */
export function ReactionMenu({ onReact }: { onReact: (reaction: Reaction) => void }) {
  const t = useTranslations("call.reactions");
  return (
    <MenuButton label={t("open")} icon={<SmilePlus size={20} />} className="bar-button" warm={() => void loadContent()}>
      {(open) => <ReactionMenuContent {...open} onReact={onReact} />}
    </MenuButton>
  );
}
