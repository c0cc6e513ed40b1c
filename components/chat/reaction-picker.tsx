"use client";

import SmilePlus from "lucide-react/icons/smile-plus";
import dynamic from "next/dynamic";
import { buttonClass } from "@/components/ui/button";
import { MenuButton } from "@/components/ui/menu-button";

const loadContent = () => import("@/components/chat/reaction-picker-content");
const Content = dynamic(() => loadContent().then((module) => module.ReactionPickerContent), { ssr: false });

/** Opens the signs that one sets to a message. */
export function ReactionPicker({ label, onPick }: { label: string; onPick: (emoji: string) => void }) {
  return (
    <MenuButton label={label} icon={<SmilePlus size={16} />} className={buttonClass("plain", true)} warm={() => void loadContent()}>
      {(open) => <Content {...open} onPick={onPick} />}
    </MenuButton>
  );
}
