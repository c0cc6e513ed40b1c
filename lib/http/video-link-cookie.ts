import { settings } from "@/lib/core/settings";
import { readCookie } from "@/lib/http/read-cookie";
import type { Cookie } from "@/lib/http/session-cookies";
import { isHttps } from "@/lib/platform/env";
import { readVideoLinkMark, videoLinkMark } from "@/lib/videos/link-token";

const name = "video_link";

/** The page of a video for those who came by a link. */
export function sharedVideoPath(videoId: number): string {
  return `/shared/videos/${videoId}`;
}

/**
 * The cookies that an opened link leaves: one for the video's page and one for its files, and for nothing else. Whether
 * the link is still in force is asked each time; `untilMs` is its end, null for none.
 */
export function videoLinkCookies(linkId: number, videoId: number, untilMs: number | null, nowMs: number = Date.now()): Cookie[] {
  const left = untilMs === null ? settings.videoLinkCookieSeconds : Math.min(settings.videoLinkCookieSeconds, Math.ceil((untilMs - nowMs) / 1000));
  const options = { httpOnly: true, sameSite: "lax" as const, secure: isHttps(), maxAge: Math.max(0, left) };
  return [sharedVideoPath(videoId), `/api/video/${videoId}/`].map((path) => ({ name, value: videoLinkMark(linkId), options: { ...options, path } }));
}

/** The number of the link that this browser has opened for where it asks; null for what we did not sign. */
export function readVideoLinkCookie(headers: { get(name: string): string | null }): number | null {
  const mark = readCookie(headers.get("cookie"), name);
  return mark === null ? null : readVideoLinkMark(mark);
}
