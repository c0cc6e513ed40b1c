import { createHmac } from "node:crypto";
import { isEqualSecret } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";

function sign(recordingId: string, personId: number, until: number): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`recording download\0${recordingId}\0${personId}\0${until}`).digest("base64url");
}

/** Where the file of a recording is, for those who have a session and may see it. */
export function recordingPath(recordingId: string): string {
  return `/api/recordings/${recordingId}/file/`;
}

/** The same of its captions. */
export function recordingCaptionsPath(recordingId: string): string {
  return `/api/recordings/${recordingId}/captions/`;
}

/**
 * An address with which anybody gets the file for a day, without a session, as long as the person for whom it was made
 * may see it. Derived with the server's secret and stored nowhere. @param nowMs epoch milliseconds
 */
export function recordingDownloadUrl(recordingId: string, personId: number, nowMs: number = Date.now()): string {
  // Of the same hour the same address: a list that is read again does not change.
  const until = (Math.floor(nowMs / 3_600_000) + 1) * 3600 + settings.recordingLinkSeconds;
  return `${env().APP_URL}${recordingPath(recordingId)}?person=${personId}&until=${until}&key=${sign(recordingId, personId, until)}`;
}

/** The same for its captions: who has one link may have the other. */
export function recordingCaptionsUrl(recordingId: string, personId: number): string {
  return recordingDownloadUrl(recordingId, personId).replace(recordingPath(recordingId), recordingCaptionsPath(recordingId));
}

const number = /^[1-9]\d{0,14}$/;

/** For whom an address that somebody came by was made; null for one that is none of ours or has expired. Whether that person may see the recording still is to be asked. */
export function readDownloadLink(recordingId: string, query: URLSearchParams, nowMs: number = Date.now()): number | null {
  const [person, until, key] = [query.get("person") ?? "", query.get("until") ?? "", query.get("key") ?? ""];
  if (!number.test(person) || !number.test(until) || Number(until) * 1000 <= nowMs) return null;
  return isEqualSecret(key, sign(recordingId, Number(person), Number(until))) ? Number(person) : null;
}
