"use client";

import { useConnectionQualityIndicator } from "@livekit/components-react";
import { ConnectionQuality, type Participant } from "livekit-client";
import SignalLow from "@lucide/icons/icons/signal-low";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Icon } from "@/components/ui/icon";

/** One bad measurement is no news. */
const badForMs = 5000;

/** Says of another person that their line is bad: why they freeze or break off. One's own is told in words elsewhere. */
export function LineMark({ participant, name }: { participant: Participant; name: string }) {
  const t = useTranslations("callHolds.line");
  const { quality } = useConnectionQualityIndicator({ participant });
  const isBad = !participant.isLocal && (quality === ConnectionQuality.Poor || quality === ConnectionQuality.Lost);
  const [isShown, setShown] = useState(false);
  if (!isBad && isShown) setShown(false);
  useEffect(() => {
    if (!isBad) return;
    const timer = setTimeout(() => setShown(true), badForMs);
    return () => clearTimeout(timer);
  }, [isBad]);
  return isShown && <Icon of={SignalLow} size={14} label={t("ofOther", { name })} className="text-attention" />;
}
