"use client";

import SmilePlus from "@lucide/icons/icons/face-slightly-smiling-plus";
import dynamic from "next/dynamic";
import { buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { MenuButton } from "@/components/ui/menu-button";

const loadContent = () => import("@/components/chat/reaction-picker-content");
const Content = dynamic(() => loadContent().then((module) => module.ReactionPickerContent), { ssr: false });

/** Opens the signs that one sets to a message. */
export function ReactionPicker({ label, onPick }: { label: string; onPick: (emoji: string) => void }) {
  return (
    <MenuButton label={label} icon={<Icon of={SmilePlus} size={16} />} className={buttonClass("plain", true)} warm={() => void loadContent()}>
      {(open) => <Content {...open} onPick={onPick} />}
    </MenuButton>
  );
}
