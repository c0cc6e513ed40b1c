import { findLiveSession } from "@/lib/accounts/sessions";
import { findLiveProgram } from "@/lib/applications/tokens";
import type { Actor, ApplicationActor } from "@/lib/authz/actor";
import { provenanceOf } from "@/lib/http/request-info";
import { accessCookie, readSessionToken } from "@/lib/http/session-token";

type HeaderReader = { get(name: string): string | null };

/** One cookie's value from a Cookie header; the first of that name, as browsers send the most specific first. */
export function readCookie(header: string | null, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) {
      try {
        return decodeURIComponent(part.slice(at + 1).trim());
      } catch {
        return null;
      }
    }
  }
  return null;
}

/** Who sends this request: one decryption and one query, and never from anything but the session cookie. */
export async function identifyRequest(headers: HeaderReader): Promise<Actor> {
  const provenance = provenanceOf(headers);
  const token = readCookie(headers.get("cookie"), accessCookie);
  const sessionId = token ? await readSessionToken(token) : null;
  const live = sessionId ? await findLiveSession(sessionId) : null;
  return live ? { kind: "user", ...live, ...provenance } : { kind: "anonymous", ...provenance };
}

/** The program that sends this request, by its bearer token and nothing else. Only for paths under /external-api/. */
export async function identifyApplication(headers: HeaderReader): Promise<ApplicationActor | null> {
  const [, token] = /^Bearer +([\w-]{43})$/i.exec(headers.get("authorization") ?? "") ?? [];
  const live = token === undefined ? null : await findLiveProgram(token);
  return live && { kind: "application", ...live, ...provenanceOf(headers) };
}
