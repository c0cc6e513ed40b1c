import { createHmac, hkdfSync } from "node:crypto";
import { z } from "zod";
import { hashToken, isEqualSecret, randomToken } from "@/lib/core/secret";
import { env } from "@/lib/platform/env";

/**
 * `<session id>.<secret>.<tag>`. The tag says that we made it, so that a made-up token ends nobody's session; the
 * secret of a successor follows from the token before it, so that two tabs which refresh at once get the same one
 * although only hashes are stored.
 */
function mac(purpose: string, text: string): string {
  const secret = Buffer.from(hkdfSync("sha256", env().AUTH_SECRET, "", `atrium refresh token ${purpose}`, 32));
  return createHmac("sha256", secret).update(text).digest("base64url");
}

function seal(sessionId: string, secret: string): string {
  const body = `${sessionId}.${secret}`;
  return `${body}.${mac("tag", body)}`;
}

/** The first refresh token of a session. */
export function firstRefreshToken(sessionId: string): string {
  return seal(sessionId, randomToken());
}

/** The one that follows `token`: always the same. */
export function successorOf(sessionId: string, token: string): string {
  return seal(sessionId, mac("successor", token));
}

/** What is stored of it. */
export function hashRefreshToken(token: string): string {
  return hashToken("refresh", token);
}

/** The session that a token of ours belongs to, whether it is still good or not; null for what we did not make. */
export function sessionOfRefreshToken(token: string): string | null {
  const [sessionId = "", secret = "", tag = "", ...rest] = token.split(".");
  if (rest.length > 0 || !isEqualSecret(tag, mac("tag", `${sessionId}.${secret}`))) return null;
  return z.uuid().safeParse(sessionId).success ? sessionId : null;
}
