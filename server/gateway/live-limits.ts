import { createHmac, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Actor } from "@/lib/authz/actor";
import { isEqualSecret } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";
import { readCookie } from "@/lib/http/read-cookie";
import { serializeCookie } from "@/lib/http/session-cookies";
import { env, isHttps } from "@/lib/platform/env";
import { consumeLimit } from "@/lib/platform/limiter";

/** A made-up name, signed, so that a hall behind one address is many viewers. It says nothing about anybody. */
const cookieName = "viewer";
const path = "/api/live/";

function signatureOf(name: string): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`viewer\0${name}`).digest("base64url");
}

/** The name that we gave to this browser; null where there is none, or it is none of ours. */
function readViewer(req: IncomingMessage): string | null {
  const [name = "", signature = "", ...rest] = (readCookie(req.headers.cookie ?? null, cookieName) ?? "").split(".");
  return rest.length === 0 && name !== "" && isEqualSecret(signature, signatureOf(name)) ? name : null;
}

/**
 * Counts one request for a live stream: of somebody with an account by that, of a browser that has watched before by the
 * cookie of then, of all others by their address. @returns whether this browser is new
 * @throws AppError rate_limited
 */
export async function limitViewer(req: IncomingMessage, actor: Actor): Promise<boolean> {
  const known = actor.kind === "user" ? `u${actor.userId}` : readViewer(req);
  if (known !== null) await consumeLimit("watchLivePerViewer", known);
  else await consumeLimit("watchLivePerNewClient", actor.address ?? "unknown");
  return known === null;
}

/** Lets a new browser be known from its next request on. */
export function nameViewer(res: ServerResponse): void {
  const name = randomUUID();
  const options = { httpOnly: true, sameSite: "lax" as const, path, secure: isHttps(), maxAge: settings.viewerCookieSeconds };
  res.appendHeader("set-cookie", serializeCookie({ name: cookieName, value: `${name}.${signatureOf(name)}`, options }));
}
