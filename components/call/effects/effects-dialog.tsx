"use client";

import { useTranslations } from "next-intl";
import { BackgroundPicker } from "@/components/call/effects/background-picker";
import { savings, type Background, type Saving } from "@/components/call/effects/kinds";
import { OwnBackground } from "@/components/call/effects/own-background";
import { useEffectsOffer } from "@/components/call/effects/offer";
import { useEffects } from "@/components/call/effects/use-effects";
import { Switch } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";

/** Effects during the call; each is in force at once and remembered in this browser. */
export function EffectsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("effects");
  const offer = useEffectsOffer();
  const { effects, state } = useEffects();
  const isOff = state.saving === "always";
  const background = state.slowness === "off" ? "none" : state.background;
  const choose = (chosen: Background) => void effects.setBackground(chosen);
  return (
    <Dialog open={open} onClose={onClose} title={t("title")} text={t("text")} closeLabel={t("close")}>
      <div className="grid gap-4">
        {offer.backgrounds && (
          <BackgroundPicker value={background} disabled={isOff} onChange={choose}>
            {(name) => <OwnBackground name={name} value={background} disabled={isOff} onChange={choose} />}
          </BackgroundPicker>
        )}
        {offer.noise && <Switch label={t("noise")} hint={t("noiseHint")} checked={state.noise} disabled={isOff} onChange={(event) => void effects.setNoise(event.target.checked)} />}
        <Field name="saving" label={t("saving.label")}>
          {(ids) => (
            <Select {...ids} value={state.saving} onChange={(event) => void effects.setSaving(event.target.value as Saving)}>
              {savings.map((each) => (
                <option key={each} value={each}>
                  {t(`saving.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <p role="status" className="text-ui text-danger empty:hidden">
          {state.failed && t(`failed.${state.failed}`)}
        </p>
      </div>
    </Dialog>
  );
}
