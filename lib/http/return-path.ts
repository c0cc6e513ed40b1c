import { safeNextPath } from "@/lib/core/redirect";
import { settings } from "@/lib/core/settings";
import { sessionCookieOptions, type Cookie } from "@/lib/http/session-cookies";

/** Where somebody wanted to go who has to register and confirm an address first; the mail's link may be opened in the same browser. */
export const returnCookieName = "return_to";

/** Remembers it as long as the link of the mail works; null for the start page, where everybody comes anyway. */
export function returnCookie(next: string): Cookie | null {
  const path = safeNextPath(next);
  return path === "/" ? null : { name: returnCookieName, value: path, options: sessionCookieOptions(settings.activationSeconds) };
}

/** Forgets it. */
export function droppedReturnCookie(): Cookie {
  return { name: returnCookieName, value: "", options: sessionCookieOptions(0) };
}
