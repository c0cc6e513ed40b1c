import type { Cookie } from "@/lib/http/session-cookies";
import { isHttps } from "@/lib/platform/env";
import { isLocale, localeCookie, negotiateLocale, type Locale } from "@/lib/core/locale";
import { readCookie } from "@/lib/http/read-cookie";

/** The language that a request's pages are in: the one chosen in this browser, else what the browser asks for. */
export function localeOf(headers: { get(name: string): string | null }): Locale {
  const chosen = readCookie(headers.get("cookie"), localeCookie);
  return isLocale(chosen) ? chosen : negotiateLocale(headers.get("accept-language"));
}

/** The cookie that gives a browser its person's language at sign-in, or none where one was chosen in it already. */
export function localeCookieOf(headers: { get(name: string): string | null }, locale: Locale): Cookie[] {
  return isLocale(readCookie(headers.get("cookie"), localeCookie)) ? [] : [chosenLocaleCookie(locale)];
}

/** The cookie of a language that was chosen. */
export function chosenLocaleCookie(locale: Locale): Cookie {
  return { name: localeCookie, value: locale, options: { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps(), maxAge: 365 * 24 * 60 * 60 } };
}
