import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";

/** The access cookie is next-auth's own session cookie: one session, two doors. */
export const accessCookie = "access_token";
export const refreshCookie = "refresh_token";

const claims = z.object({ sub: z.string(), sid: z.uuid(), exp: z.number(), iat: z.number() });
/** What clocks of two of our machines may differ by. */
const clockToleranceSeconds = 15;
/** What was decrypted lately: a browser sends the same token with each request, and its keys are derived anew each time. */
const read = new Map<string, { sid: string; exp: number }>();
const maxRead = 5000;

/** Mints the cookie's value: an encrypted JWT that holds nothing but the ids. */
export function mintSessionToken(userId: number, sessionId: string): Promise<string> {
  return encode({ token: { sub: String(userId), sid: sessionId }, secret: env().AUTH_SECRET, maxAge: settings.sessionSeconds });
}

/** The session id inside a cookie's value; null for anything that we did not mint, that has expired or comes from the future. */
export async function readSessionToken(token: string): Promise<string | null> {
  const known = read.get(token);
  if (known) return known.exp > Date.now() / 1000 ? known.sid : null;
  try {
    const parsed = claims.safeParse(await decode({ token, secret: env().AUTH_SECRET }));
    if (!parsed.success || parsed.data.iat > Date.now() / 1000 + clockToleranceSeconds) return null;
    if (read.size >= maxRead) read.delete(read.keys().next().value as string);
    read.set(token, parsed.data);
    return parsed.data.sid;
  } catch {
    // An altered, foreign or expired token: next-auth throws for each.
    return null;
  }
}
