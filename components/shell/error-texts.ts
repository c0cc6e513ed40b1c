import { isLocale } from "@/lib/core/locale";
import de from "@/messages/de/errors.json";
import en from "@/messages/en/errors.json";
import fr from "@/messages/fr/errors.json";

const texts = { en, de, fr };

/** What is said where a page is not there or not open. Next prepares these for every page: with the code they cost less than as part of each. `locale` may have a region. */
export function errorTexts(locale: string): typeof en {
  const language = locale.split("-")[0];
  return texts[isLocale(language) ? language : "en"];
}
