import type { ShellWords } from "@/components/shell/shell-texts";
import { locales, regionalLocale } from "@/lib/core/locale";
import { themes, type Theme } from "@/lib/core/theme";

export type PreferenceActions = { setTheme: (form: FormData) => Promise<void>; setLocale: (form: FormData) => Promise<void> };

const themeWords = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;

/** Each language in its own words. */
const languages = { en: "English", de: "Deutsch", fr: "Français" } as const;

/** System, light or dark; plain buttons of a form, so that it works before any script has loaded. */
export function ThemeChoice({ theme, texts, action }: { theme: Theme; texts: ShellWords; action: PreferenceActions["setTheme"] }) {
  return (
    <form action={action}>
      <div role="group" aria-label={texts.theme} className="segments">
        {themes.map((choice) => (
          <button key={choice} name="theme" value={choice} aria-pressed={choice === theme}>
            {texts[themeWords[choice]]}
          </button>
        ))}
      </div>
    </form>
  );
}

export function LocaleChoice({ locale: current, label, action }: { locale: string; label: string; action: PreferenceActions["setLocale"] }) {
  return (
    <form action={action}>
      <div role="group" aria-label={label} className="segments">
        {locales.map((locale) => (
          <button key={locale} name="locale" value={locale} lang={locale} aria-pressed={regionalLocale(locale) === current}>
            {languages[locale]}
          </button>
        ))}
      </div>
    </form>
  );
}
