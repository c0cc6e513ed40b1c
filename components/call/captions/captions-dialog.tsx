"use client";

import { useTranslations } from "next-intl";
import { captionPlaces, captionSizes, type CaptionChoices } from "@/components/call/captions/caption-choices";
import type { Captions } from "@/components/call/captions/use-captions";
import { Switch } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";

/** Languages that browsers recognise widely, each by its own name; the browser's own comes first. */
const languages = ["en-GB", "en-US", "de-DE", "fr-FR", "es-ES", "it-IT", "nl-NL", "pl-PL", "pt-PT", "sv-SE", "da-DK", "tr-TR", "uk-UA", "ja-JP"];
const ownName = (tag: string) => new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;

/** How captions look, and whether one's own words become some. */
export function CaptionsDialog({ onClose, captions: { choices, change, isTranscribed, own } }: { onClose: () => void; captions: Captions }) {
  const t = useTranslations("captions");
  return (
    <Dialog open onClose={onClose} title={t("title")} closeLabel={t("close")}>
      <div className="grid gap-4">
        <Switch label={t("show")} checked={choices.on} onChange={(event) => change({ on: event.target.checked })} />
        <Field name="captionSize" label={t("size.label")}>
          {(ids) => (
            <Select {...ids} value={choices.size} onChange={(event) => change({ size: event.target.value as CaptionChoices["size"] })}>
              {captionSizes.map((each) => (
                <option key={each} value={each}>
                  {t(`size.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field name="captionPlace" label={t("place.label")}>
          {(ids) => (
            <Select {...ids} value={choices.place} onChange={(event) => change({ place: event.target.value as CaptionChoices["place"] })}>
              {captionPlaces.map((each) => (
                <option key={each} value={each}>
                  {t(`place.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {isTranscribed && <p className="text-ui text-muted">{t("transcribed")}</p>}
        {own ? (
          <>
            <Switch label={t("own.label")} hint={t("own.hint")} checked={own.isOn} onChange={own.toggle} />
            <p role="status" className={own.problem ? "text-ui text-danger" : "text-ui text-muted empty:hidden"}>
              {own.problem ? t(`own.${own.problem}`) : own.isPaused ? t("own.paused") : ""}
            </p>
            <Field name="captionLanguage" label={t("own.language")}>
              {(ids) => (
                <Select {...ids} value={choices.language} onChange={(event) => change({ language: event.target.value })}>
                  <option value="">{t("own.browser")}</option>
                  {languages.map((tag) => (
                    <option key={tag} value={tag} lang={tag}>
                      {ownName(tag)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </>
        ) : (
          <p className="text-ui text-muted">{t("own.cannot")}</p>
        )}
      </div>
    </Dialog>
  );
}
