"use client";

import AudioLines from "@lucide/icons/icons/audio-lines";
import Settings2 from "@lucide/icons/icons/settings-2";
import Users from "@lucide/icons/icons/users";
import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";

type WatchMenuProps = { ducks: boolean; onDucks: (ducks: boolean) => void; everyoneSteers: boolean; /** Null for those who may not decide it. */ onEveryoneSteers: ((everyone: boolean) => void) | null };

/** How the video behaves for oneself, and for hosts who steers it. */
export function WatchMenu({ ducks, onDucks, everyoneSteers, onEveryoneSteers }: WatchMenuProps) {
  const t = useTranslations("watch");
  const entries: MenuEntry[] = [
    { key: "ducks", text: t(ducks ? "ducksOff" : "ducksOn"), icon: <Icon of={AudioLines} size={16} />, onSelect: () => onDucks(!ducks) },
    ...(onEveryoneSteers ? [{ key: "everyone", text: t(everyoneSteers ? "hostsSteer" : "everyoneSteers"), icon: <Icon of={Users} size={16} />, onSelect: () => onEveryoneSteers(!everyoneSteers) }] : []),
  ];
  return <Menu label={t("options")} icon={<Icon of={Settings2} size={18} />} entries={entries} />;
}
