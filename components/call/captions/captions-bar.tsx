"use client";

import CaptionsIcon from "@lucide/icons/icons/captions";
import { useTranslations } from "next-intl";
import { BarButton } from "@/components/call/bar-button";
import type { CaptionsSwitch } from "@/components/call/captions/captions-switch";
import { Icon } from "@/components/ui/icon";

/** The switch in the bar; on phones it is under More. */
export function CaptionsBar({ captions }: { captions: CaptionsSwitch }) {
  const t = useTranslations("captions");
  if (!captions) return null;
  return <BarButton label={t(captions.isOn ? "off" : "on")} icon={<Icon of={CaptionsIcon} size={20} />} look={captions.isOn ? "on" : undefined} aria-pressed={captions.isOn} onClick={captions.toggle} />;
}
