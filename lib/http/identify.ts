import { findLiveSession } from "@/lib/accounts/sessions";
import { findLiveProgram } from "@/lib/applications/tokens";
import type { Actor, ApplicationActor } from "@/lib/authz/actor";
import { findGuest } from "@/lib/guests/queries";
import { readGuestCookie } from "@/lib/http/guest-cookie";
import { readCookie } from "@/lib/http/read-cookie";
import { provenanceOf } from "@/lib/http/request-info";
import { accessCookie, readSessionToken } from "@/lib/http/session-token";

type HeaderReader = { get(name: string): string | null };

/**
 * Who sends this request: one decryption and one query, and never from anything but the session cookie; without a live
 * session, whose guest cookie it is. `find`: for a gateway that knows for some seconds which sign-ins are live.
 */
export async function identifyRequest(headers: HeaderReader, find = findLiveSession): Promise<Actor> {
  const provenance = provenanceOf(headers);
  const token = readCookie(headers.get("cookie"), accessCookie);
  const sessionId = token ? await readSessionToken(token) : null;
  const live = sessionId ? await find(sessionId) : null;
  if (live) return { kind: "user", ...live, ...provenance };
  const guestId = readGuestCookie(headers.get("cookie"));
  const guest = guestId === null ? null : await findGuest(guestId);
  return guest ? { kind: "guest", ...guest, ...provenance } : { kind: "anonymous", ...provenance };
}

/** The program that sends this request, by its bearer token and nothing else. Only for paths under /external-api/. */
export async function identifyApplication(headers: HeaderReader): Promise<ApplicationActor | null> {
  const [, token] = /^Bearer +([\w-]{43})$/i.exec(headers.get("authorization") ?? "") ?? [];
  const live = token === undefined ? null : await findLiveProgram(token);
  return live && { kind: "application", ...live, ...provenanceOf(headers) };
}
