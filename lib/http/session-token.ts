import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";

/** The access cookie is next-auth's own session cookie: one session, two doors. */
export const accessCookie = "access_token";
export const refreshCookie = "refresh_token";

const claims = z.object({ sub: z.string(), sid: z.uuid() });

/** Mints the cookie's value: an encrypted JWT that holds nothing but the ids. */
export function mintSessionToken(userId: number, sessionId: string): Promise<string> {
  return encode({ token: { sub: String(userId), sid: sessionId }, secret: env().AUTH_SECRET, maxAge: settings.sessionSeconds });
}

/** The session id inside a cookie's value; null for anything that we did not mint or that has expired. */
export async function readSessionToken(token: string): Promise<string | null> {
  try {
    const parsed = claims.safeParse(await decode({ token, secret: env().AUTH_SECRET }));
    return parsed.success ? parsed.data.sid : null;
  } catch {
    // An altered, foreign or expired token: next-auth throws for each.
    return null;
  }
}
