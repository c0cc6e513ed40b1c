"use client";

import AudioLines from "@lucide/icons/icons/audio-lines";
import Captions from "@lucide/icons/icons/captions";
import CaptionsOff from "@lucide/icons/icons/captions-off";
import Settings2 from "@lucide/icons/icons/settings-2";
import Users from "@lucide/icons/icons/users";
import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";
import type { CaptionsState } from "@/components/videos/player/use-captions";
import type { CaptionItem } from "@/lib/videos/contract";

type WatchMenuProps = { captions: CaptionsState; offered: readonly CaptionItem[]; ducks: boolean; onDucks: (ducks: boolean) => void; everyoneSteers: boolean; /** Null for those who may not decide it. */ onEveryoneSteers: ((everyone: boolean) => void) | null };

/** Captions and how the video behaves for oneself, and for hosts who steers it. */
export function WatchMenu({ captions: { chosen, choose }, offered, ducks, onDucks, everyoneSteers, onEveryoneSteers }: WatchMenuProps) {
  const t = useTranslations("watch");
  const captions: MenuEntry[] = [
    ...offered.filter(({ id }) => id !== chosen?.id).map((each): MenuEntry => ({ key: `captions-${each.id}`, text: t("captionsIn", { name: each.label }), icon: <Icon of={Captions} size={16} />, onSelect: () => choose(each) })),
    ...(chosen ? [{ key: "captions-off", text: t("captionsOff"), icon: <Icon of={CaptionsOff} size={16} />, onSelect: () => choose(null) }] : []),
  ];
  const entries: MenuEntry[] = [
    ...captions,
    ...(captions.length > 0 ? (["separator"] as const) : []),
    { key: "ducks", text: t(ducks ? "ducksOff" : "ducksOn"), icon: <Icon of={AudioLines} size={16} />, onSelect: () => onDucks(!ducks) },
    ...(onEveryoneSteers ? [{ key: "everyone", text: t(everyoneSteers ? "hostsSteer" : "everyoneSteers"), icon: <Icon of={Users} size={16} />, onSelect: () => onEveryoneSteers(!everyoneSteers) }] : []),
  ];
  return <Menu label={t("options")} icon={<Icon of={Settings2} size={18} />} entries={entries} />;
}
