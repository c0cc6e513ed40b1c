import { isLocale } from "@/lib/core/locale";
import de from "@/messages/de/errors.json";
import en from "@/messages/en/errors.json";
import fr from "@/messages/fr/errors.json";

const texts = { en, de, fr };

/** What is said where a page cannot be shown. These come with the code: whatever provides texts may be what broke. `locale` may have a region. */
export function errorTexts(locale: string): typeof en {
  const language = locale.split("-")[0];
  return texts[isLocale(language) ? language : "en"];
}
