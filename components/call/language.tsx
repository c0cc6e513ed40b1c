"use client";

import { useLocale, useTranslations } from "next-intl";
import { createContext, use, type ReactNode } from "react";
import { LocaleChoice, type PreferenceActions } from "@/components/shell/preferences";

type SetLocale = PreferenceActions["setLocale"];
const SetLocaleContext = createContext<SetLocale | null>(null);

/** Hands down how the language of the pages is set, which is the application's business. */
export function LanguageProvider({ setLocale, children }: { setLocale: SetLocale; children: ReactNode }) {
  return <SetLocaleContext value={setLocale}>{children}</SetLocaleContext>;
}

/** The language of the pages, for this browser. The words of the call change in place: nobody leaves it for that. */
export function LanguageField() {
  const t = useTranslations("call.settings");
  const locale = useLocale();
  const setLocale = use(SetLocaleContext);
  return (
    setLocale && (
      <div className="grid gap-1.5">
        <p className="text-ui font-medium">{t("language")}</p>
        <LocaleChoice locale={locale} label={t("language")} action={setLocale} />
      </div>
    )
  );
}
