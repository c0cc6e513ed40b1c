import { markDevice } from "@/lib/accounts/known-device";
import type { OpenedSession } from "@/lib/accounts/sessions";
import { sessionOfRefreshToken } from "@/lib/accounts/refresh-token";
import { settings } from "@/lib/core/settings";
import { randomToken } from "@/lib/core/secret";
import { readCookie } from "@/lib/http/read-cookie";
import { deviceCookiePrefix } from "@/lib/http/request-info";
import { accessCookie, mintSessionToken, readSessionToken, refreshCookie } from "@/lib/http/session-token";
import { env, isHttps } from "@/lib/platform/env";

export type CookieOptions = { httpOnly: boolean; sameSite: "lax" | "none"; path: string; secure: boolean; maxAge: number; domain?: string };
export type Cookie = { name: string; value: string; options: CookieOptions };

type HeaderReader = { get(name: string): string | null };

const csrfCookieName = "csrftoken";
const yearSeconds = 365 * 24 * 60 * 60;

/** What both cookies of a session have in common; next-auth's configuration has the same. */
export function sessionCookieOptions(maxAgeSeconds: number = settings.sessionSeconds): CookieOptions {
  return { httpOnly: true, sameSite: env().AUTH_COOKIE_SAMESITE, path: "/", secure: isHttps(), maxAge: maxAgeSeconds };
}

/** The cookies of a fresh sign-in, the same through every door. */
export async function sessionCookies(opened: OpenedSession): Promise<Cookie[]> {
  return [...(await renewedSessionCookies(opened)), deviceCookie(opened.userId)];
}

/** The cookies of a refreshed session. */
export async function renewedSessionCookies(opened: OpenedSession): Promise<Cookie[]> {
  return [
    { name: accessCookie, value: await mintSessionToken(opened.userId, opened.sessionId), options: sessionCookieOptions() },
    refreshTokenCookie(opened.refreshToken),
  ];
}

/** Remembers for a year that this person has signed in here, also after they signed out. */
export function deviceCookie(userId: number): Cookie {
  return { name: `${deviceCookiePrefix}${userId}`, value: markDevice(userId), options: sessionCookieOptions(yearSeconds) };
}

export function refreshTokenCookie(refreshToken: string): Cookie {
  return { name: refreshCookie, value: refreshToken, options: sessionCookieOptions() };
}

/** Takes both cookies back. */
export function clearedSessionCookies(): Cookie[] {
  return [accessCookie, refreshCookie].map((name) => ({ name, value: "", options: sessionCookieOptions(0) }));
}

/**
 * A cookie that scripts of outside clients read before they sign out. Its value is never checked: the origin rule is what
 * keeps foreign pages out. A value that the browser has already stays.
 */
export function csrfCookie(headers: HeaderReader): Cookie {
  const present = readCookie(headers.get("cookie"), csrfCookieName);
  const value = present && /^[\w-]{16,128}$/.test(present) ? present : randomToken();
  const { AUTH_COOKIE_SAMESITE: sameSite, CSRF_COOKIE_DOMAIN: domain } = env();
  return { name: csrfCookieName, value, options: { httpOnly: false, sameSite, path: "/", secure: isHttps(), maxAge: yearSeconds, ...(domain ? { domain } : {}) } };
}

/** One Set-Cookie line. The values are ours and need no escaping. */
export function serializeCookie({ name, value, options }: Cookie): string {
  const parts = [`${name}=${value}`, `Path=${options.path}`, `Max-Age=${options.maxAge}`];
  if (options.maxAge <= 0) parts.push("Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  if (options.domain) parts.push(`Domain=${options.domain}`);
  if (options.httpOnly) parts.push("HttpOnly");
  if (options.secure) parts.push("Secure");
  parts.push(`SameSite=${options.sameSite === "none" ? "None" : "Lax"}`);
  return parts.join("; ");
}

/** Adds cookies to an answer. */
export function withCookies(response: Response, cookies: Cookie[]): Response {
  for (const cookie of cookies) response.headers.append("set-cookie", serializeCookie(cookie));
  return response;
}

/** The refresh token of a request, or null. */
export function readRefreshToken(headers: HeaderReader): string | null {
  return readCookie(headers.get("cookie"), refreshCookie) || null;
}

/** The sessions that a request's cookies prove, whether they still count or not: either cookie is enough to sign out. */
export async function provenSessionIds(headers: HeaderReader): Promise<string[]> {
  const access = readCookie(headers.get("cookie"), accessCookie);
  const refresh = readRefreshToken(headers);
  const ids = [access ? await readSessionToken(access) : null, refresh ? sessionOfRefreshToken(refresh) : null];
  return [...new Set(ids.filter((id) => id !== null))];
}
