"use client";

import Activity from "@lucide/icons/icons/activity";
import CaptionsIcon from "@lucide/icons/icons/captions";
import CircleQuestionMark from "@lucide/icons/icons/circle-question-mark";
import Clapperboard from "@lucide/icons/icons/clapperboard";
import Ellipsis from "@lucide/icons/icons/ellipsis";
import Keyboard from "@lucide/icons/icons/keyboard";
import Maximize from "@lucide/icons/icons/maximize";
import Minimize from "@lucide/icons/icons/minimize";
import Settings from "@lucide/icons/icons/settings";
import Sparkles from "@lucide/icons/icons/sparkles";
import { useTranslations } from "next-intl";
import type { CaptionsSwitch } from "@/components/call/captions/captions-switch";
import { useEffectsOffer } from "@/components/call/effects/offer";
import { LayoutIcon } from "@/components/call/layout-icon";
import { layouts, type Layout } from "@/components/call/layouts";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";

/** What opens above the call. */
export type CallDialog = "settings" | "reactions" | "effects" | "shortcuts" | "figures" | "watch" | "record" | "live" | "help";

type MoreMenuProps = { extras: MenuEntry[]; layout: Layout; onLayout: (layout: Layout) => void; fullScreen: { isFull: boolean; toggle: () => void } | null; onOpen: (dialog: CallDialog) => void; warm: () => void; mayShow: boolean; captions: CaptionsSwitch; record: MenuEntry[] };

/** What is needed now and then. */
export function MoreMenu({ extras, layout, onLayout, fullScreen, onOpen, warm, mayShow, captions, record }: MoreMenuProps) {
  const t = useTranslations("call");
  const offer = useEffectsOffer();
  const w = useTranslations("watch");
  const captionWords = useTranslations("captions");
  const words = useTranslations("callHolds.layout");
  const others: MenuEntry[] = layouts.filter((each) => each !== layout).map((each) => ({ key: each, text: words(each), icon: <LayoutIcon layout={each} size={16} />, onSelect: () => onLayout(each) }));
  const full: MenuEntry[] = fullScreen ? [{ key: "full", text: t(fullScreen.isFull ? "more.window" : "more.fullScreen"), icon: fullScreen.isFull ? <Icon of={Minimize} size={16} /> : <Icon of={Maximize} size={16} />, onSelect: fullScreen.toggle }] : [];
  const effects: MenuEntry[] = offer.backgrounds || offer.noise ? [{ key: "effects", text: t("effects"), icon: <Icon of={Sparkles} size={16} />, onSelect: () => onOpen("effects") }] : [];
  const entries: MenuEntry[] = [
    ...extras,
    ...record,
    ...others,
    ...full,
    ...(mayShow ? [{ key: "watch", text: w("open"), icon: <Icon of={Clapperboard} size={16} />, onSelect: () => onOpen("watch") }] : []),
    "separator",
    ...effects,
    ...(captions ? [{ key: "captionSettings", text: captionWords("open"), icon: <Icon of={CaptionsIcon} size={16} />, onSelect: captions.openSettings }] : []),
    { key: "settings", text: t("more.settings"), icon: <Icon of={Settings} size={16} />, onSelect: () => onOpen("settings") },
    { key: "figures", text: t("more.figures"), icon: <Icon of={Activity} size={16} />, onSelect: () => onOpen("figures") },
    { key: "shortcuts", text: t("more.shortcuts"), icon: <Icon of={Keyboard} size={16} />, onSelect: () => onOpen("shortcuts") },
    { key: "help", text: t("more.help"), icon: <Icon of={CircleQuestionMark} size={16} />, onSelect: () => onOpen("help") },
  ];
  return <Menu label={t("more.label")} icon={<Icon of={Ellipsis} size={20} />} entries={entries} buttonClassName="bar-button" warm={warm} />;
}
