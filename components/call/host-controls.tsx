"use client";

import EllipsisVertical from "@lucide/icons/icons/ellipsis-vertical";
import Hand from "@lucide/icons/icons/hand";
import Lock from "@lucide/icons/icons/lock";
import LockOpen from "@lucide/icons/icons/lock-open";
import MicOff from "@lucide/icons/icons/mic-off";
import PhoneOff from "@lucide/icons/icons/phone-off";
import SlidersHorizontal from "@lucide/icons/icons/sliders-horizontal";
import VideoOff from "@lucide/icons/icons/video-off";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Act } from "@/components/call/control";
import { SwitchesDialog } from "@/components/call/switches-dialog";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";
import type { CallState } from "@/lib/calls/contract";

type HostControlsProps = { slug: string; abilities: CallState["abilities"]; isLocked: boolean; hasHands: boolean; onAct: (what: Act) => void; onEnd: () => void };

/** What a host does to the whole call. */
export function HostControls({ slug, abilities, isLocked, hasHands, onAct, onEnd }: HostControlsProps) {
  const t = useTranslations("call.peoplePanel");
  const words = useTranslations("callHost");
  const [isOpen, setOpen] = useState(false);
  const entries: MenuEntry[] = [
    { key: "cameras", text: words("stopAllCameras"), icon: <Icon of={VideoOff} size={16} />, onSelect: () => onAct({ kind: "mute", body: { source: "camera" } }) },
    ...(hasHands ? [{ key: "hands", text: t("lowerAll"), icon: <Icon of={Hand} size={16} />, onSelect: () => onAct({ kind: "hands/lower", body: {} }) }] : []),
    ...(abilities.change ? [{ key: "switches", text: words("switches.open"), icon: <Icon of={SlidersHorizontal} size={16} />, onSelect: () => setOpen(true) }] : []),
    "separator",
    { key: "end", text: t("end"), icon: <Icon of={PhoneOff} size={16} />, danger: true, onSelect: onEnd },
  ];
  return (
    <footer className="flex items-center gap-2 border-t border-hairline p-3">
      <Button icon={<Icon of={MicOff} size={16} />} onClick={() => onAct({ kind: "mute", body: { source: "microphone" } })}>
        {t("muteAll")}
      </Button>
      <Button icon={isLocked ? <Icon of={LockOpen} size={16} /> : <Icon of={Lock} size={16} />} onClick={() => onAct({ kind: "lock", body: { locked: !isLocked } })}>
        {t(isLocked ? "unlock" : "lock")}
      </Button>
      <span className="ml-auto">
        <Menu label={words("more")} icon={<Icon of={EllipsisVertical} size={18} />} entries={entries} />
      </span>
      <SwitchesDialog open={isOpen} onClose={() => setOpen(false)} slug={slug} />
    </footer>
  );
}
