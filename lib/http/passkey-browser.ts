import { cookies } from "next/headers";
import { randomToken } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";
import { isHttps } from "@/lib/platform/env";

const cookieName = "passkey_browser";

/**
 * The random name of this browser, by which the answer to a challenge is known to come from where it was asked. Scripts
 * cannot read it, and it lives no longer than a challenge. Made where there is none: only in a server action.
 */
export async function passkeyBrowser(): Promise<string> {
  const jar = await cookies();
  const present = jar.get(cookieName)?.value;
  if (present && /^[\w-]{43}$/.test(present)) return present;
  const made = randomToken();
  jar.set(cookieName, made, { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps(), maxAge: settings.passkeyChallengeSeconds });
  return made;
}
