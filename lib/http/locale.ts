import { isLocale, localeCookie, negotiateLocale, type Locale } from "@/lib/core/locale";
import { readCookie } from "@/lib/http/identify";

/** The language that a request's pages are in: the one chosen in this browser, else what the browser asks for. */
export function localeOf(headers: { get(name: string): string | null }): Locale {
  const chosen = readCookie(headers.get("cookie"), localeCookie);
  return isLocale(chosen) ? chosen : negotiateLocale(headers.get("accept-language"));
}
