"use client";

import SmilePlus from "@lucide/icons/icons/face-slightly-smiling-plus";
import { buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { lazyPart } from "@/components/ui/lazy-part";
import { MenuButton } from "@/components/ui/menu-button";

const Content = lazyPart(() => import("@/components/chat/reaction-picker-content").then((module) => module.ReactionPickerContent));

/** Opens the signs that one sets to a message. */
export function ReactionPicker({ label, onPick }: { label: string; onPick: (emoji: string) => void }) {
  return (
    <MenuButton label={label} icon={<Icon of={SmilePlus} size={16} />} className={buttonClass("plain", true)} warm={Content.warm}>
      {(open) => <Content {...open} onPick={onPick} />}
    </MenuButton>
  );
}
