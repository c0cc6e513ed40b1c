export const locales = ["en", "de", "fr"] as const;
export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = "en";

/** The cookie with a chosen language; without it the browser's own order of languages decides. */
export const localeCookie = "locale";

export function isLocale(value: unknown): value is Locale {
  return typeof value === "string" && (locales as readonly string[]).includes(value);
}

/** What we speak of an Accept-Language list, by weight; a region (`de-AT`) counts as its language. */
export function negotiateLocale(acceptLanguage: string | null | undefined): Locale {
  const wishes = (acceptLanguage ?? "")
    .split(",")
    .slice(0, 20)
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("q="));
      // A weight that is no number is NaN, which is not above 0: that wish does not count.
      return { language: tag.split("-")[0], weight: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wishes.map((wish) => wish.language).find(isLocale) ?? defaultLocale;
}

/** The language with the region whose dates and times we write: `en` alone would be American, with a twelve-hour clock. */
export function regionalLocale(locale: string): string {
  return locale === "en" ? "en-GB" : locale;
}

/** In which times are written while nobody has said a zone: UTC, under a name that no profile has, so that pages can take the browser's zone instead. */
export const unknownTimeZone = "Etc/UTC";

/** The language of a tag with or without a region; one that we do not speak counts as the default. */
export function languageOf(tag: string): Locale {
  const language = tag.split("-")[0];
  return isLocale(language) ? language : defaultLocale;
}
