import { useLocale, useTranslations } from "next-intl";
import { locales, regionalLocale } from "@/lib/core/locale";
import { themes, type Theme } from "@/lib/core/theme";

export type PreferenceActions = { setTheme: (form: FormData) => Promise<void>; setLocale: (form: FormData) => Promise<void> };

const themeWords = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;

/** Each language in its own words. */
const languages = { en: "English", de: "Deutsch", fr: "Français" } as const;

/** System, light or dark; plain buttons of a form, so that it works before any script has loaded. */
export function ThemeChoice({ theme, action }: { theme: Theme; action: PreferenceActions["setTheme"] }) {
  const t = useTranslations("shell");
  return (
    <form action={action}>
      <div role="group" aria-label={t("theme")} className="segments">
        {themes.map((choice) => (
          <button key={choice} name="theme" value={choice} aria-pressed={choice === theme}>
            {t(themeWords[choice])}
          </button>
        ))}
      </div>
    </form>
  );
}

export function LocaleChoice({ action }: { action: PreferenceActions["setLocale"] }) {
  const t = useTranslations("shell");
  const current = useLocale();
  return (
    <form action={action}>
      <div role="group" aria-label={t("language")} className="segments">
        {locales.map((locale) => (
          <button key={locale} name="locale" value={locale} lang={locale} aria-pressed={regionalLocale(locale) === current}>
            {languages[locale]}
          </button>
        ))}
      </div>
    </form>
  );
}
