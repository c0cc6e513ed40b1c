import { createHmac } from "node:crypto";
import { parseId } from "@/lib/core/ids";
import { isEqualSecret } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";
import { readCookie } from "@/lib/http/read-cookie";
import type { Cookie } from "@/lib/http/session-cookies";
import { env, isHttps } from "@/lib/platform/env";

/** Holds a guest's number and the end of its validity, signed; scripts cannot read it. */
const guestCookieName = "guest";

function signatureOf(text: string): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`guest\0${text}`).digest("base64url");
}

/** The cookie that makes a browser this guest, for a day from now. Always Lax: no other site ever acts for a guest. */
export function guestCookie(guestId: number, now: Date = new Date()): Cookie {
  const text = `${guestId}.${Math.floor(now.getTime() / 1000) + settings.guestCookieSeconds}`;
  return { name: guestCookieName, value: `${text}.${signatureOf(text)}`, options: { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps(), maxAge: settings.guestCookieSeconds } };
}

/** Takes it back where there is one: whoever signs in is no guest any more. */
export function droppedGuestCookie(headers: { get(name: string): string | null }): Cookie[] {
  if (readCookie(headers.get("cookie"), guestCookieName) === null) return [];
  return [{ name: guestCookieName, value: "", options: { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps(), maxAge: 0 } }];
}

/** The number in a request's guest cookie; null for anything that we did not sign or whose day is over. */
export function readGuestCookie(header: string | null, now: Date = new Date()): number | null {
  const [id = "", until = "", signature = "", ...rest] = (readCookie(header, guestCookieName) ?? "").split(".");
  if (rest.length > 0 || !/^\d{1,12}$/.test(until) || !isEqualSecret(signature, signatureOf(`${id}.${until}`))) return null;
  return Number(until) * 1000 > now.getTime() ? parseId(id) : null;
}
