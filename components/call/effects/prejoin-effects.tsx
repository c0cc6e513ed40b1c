"use client";

import { useTranslations } from "next-intl";
import { BackgroundPicker } from "@/components/call/effects/background-picker";
import { OwnBackground } from "@/components/call/effects/own-background";
import { useEffectsOffer } from "@/components/call/effects/offer";
import type { Prepared } from "@/components/call/effects/use-prepared";
import { Switch } from "@/components/ui/choice";

/** What happens to one's picture and voice before others get them. */
export function PrejoinEffects({ id, prepared }: { id: string; prepared: Prepared }) {
  const t = useTranslations("effects");
  const offer = useEffectsOffer();
  return (
    <section id={id} aria-label={t("title")} className="grid gap-4 rounded-card bg-surface p-4">
      {offer.backgrounds && (
        <BackgroundPicker value={prepared.background} onChange={prepared.setBackground}>
          {(name) => <OwnBackground name={name} value={prepared.background} onChange={prepared.setBackground} />}
        </BackgroundPicker>
      )}
      {offer.noise && <Switch label={t("noise")} hint={t("noiseHint")} checked={prepared.noise} onChange={(event) => prepared.setNoise(event.target.checked)} />}
    </section>
  );
}
