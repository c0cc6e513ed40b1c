import { createHmac } from "node:crypto";
import { isEqualSecret } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";

function sign(recordingId: string, until: number): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`recording download\0${recordingId}\0${until}`).digest("base64url");
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
 * An address with which anybody gets the file for a day, without a session. Derived with the server's secret and stored
 * nowhere; it ends with the recording. @param nowMs epoch milliseconds
 */
export function recordingDownloadUrl(recordingId: string, nowMs: number = Date.now()): string {
  // Of the same hour the same address: a list that is read again does not change.
  const until = (Math.floor(nowMs / 3_600_000) + 1) * 3600 + settings.recordingLinkSeconds;
  return `${env().APP_URL}${recordingPath(recordingId)}?until=${until}&key=${sign(recordingId, until)}`;
}

/** The same for its captions: who has one link may have the other. */
export function recordingCaptionsUrl(recordingId: string): string {
  return recordingDownloadUrl(recordingId).replace(recordingPath(recordingId), recordingCaptionsPath(recordingId));
}

/** Whether an address that somebody came by is one of ours and has not expired. */
export function isDownloadLinkGood(recordingId: string, until: string | null, key: string | null, nowMs: number = Date.now()): boolean {
  if (until === null || key === null || !/^[1-9]\d{0,14}$/.test(until)) return false;
  return Number(until) * 1000 > nowMs && isEqualSecret(key, sign(recordingId, Number(until)));
}
