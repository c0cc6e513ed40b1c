"use client";

import Activity from "lucide-react/icons/activity";
import CaptionsIcon from "lucide-react/icons/captions";
import Clapperboard from "lucide-react/icons/clapperboard";
import Ellipsis from "lucide-react/icons/ellipsis";
import Keyboard from "lucide-react/icons/keyboard";
import Maximize from "lucide-react/icons/maximize";
import Minimize from "lucide-react/icons/minimize";
import Settings from "lucide-react/icons/settings";
import Sparkles from "lucide-react/icons/sparkles";
import { useTranslations } from "next-intl";
import type { CaptionsSwitch } from "@/components/call/captions/captions-switch";
import { useEffectsOffer } from "@/components/call/effects/offer";
import { LayoutIcon } from "@/components/call/layout-icon";
import { layouts, type Layout } from "@/components/call/layouts";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";

/** What opens above the call. */
export type CallDialog = "settings" | "reactions" | "effects" | "shortcuts" | "figures" | "watch";

type MoreMenuProps = { extras: MenuEntry[]; layout: Layout; onLayout: (layout: Layout) => void; fullScreen: { isFull: boolean; toggle: () => void } | null; onOpen: (dialog: CallDialog) => void; warm: () => void; mayShow: boolean; captions: CaptionsSwitch };

/** What is needed now and then. */
export function MoreMenu({ extras, layout, onLayout, fullScreen, onOpen, warm, mayShow, captions }: MoreMenuProps) {
  const t = useTranslations("call");
  const offer = useEffectsOffer();
  const w = useTranslations("watch");
  const captionWords = useTranslations("captions");
  const words = useTranslations("callHolds.layout");
  const others: MenuEntry[] = layouts.filter((each) => each !== layout).map((each) => ({ key: each, text: words(each), icon: <LayoutIcon layout={each} size={16} />, onSelect: () => onLayout(each) }));
  const full: MenuEntry[] = fullScreen ? [{ key: "full", text: t(fullScreen.isFull ? "more.window" : "more.fullScreen"), icon: fullScreen.isFull ? <Minimize size={16} /> : <Maximize size={16} />, onSelect: fullScreen.toggle }] : [];
  const effects: MenuEntry[] = offer.backgrounds || offer.noise ? [{ key: "effects", text: t("effects"), icon: <Sparkles size={16} />, onSelect: () => onOpen("effects") }] : [];
  const entries: MenuEntry[] = [
    ...extras,
    ...others,
    ...full,
    ...(mayShow ? [{ key: "watch", text: w("open"), icon: <Clapperboard size={16} />, onSelect: () => onOpen("watch") }] : []),
    "separator",
    ...effects,
    ...(captions ? [{ key: "captionSettings", text: captionWords("open"), icon: <CaptionsIcon size={16} />, onSelect: captions.openSettings }] : []),
    { key: "settings", text: t("more.settings"), icon: <Settings size={16} />, onSelect: () => onOpen("settings") },
    { key: "figures", text: t("more.figures"), icon: <Activity size={16} />, onSelect: () => onOpen("figures") },
    { key: "shortcuts", text: t("more.shortcuts"), icon: <Keyboard size={16} />, onSelect: () => onOpen("shortcuts") },
  ];
  return <Menu label={t("more.label")} icon={<Ellipsis size={20} />} entries={entries} buttonClassName="bar-button" warm={warm} />;
}
