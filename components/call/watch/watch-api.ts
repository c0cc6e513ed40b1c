import { localNow, type ClockSample } from "@/components/call/watch/clock";
import type { SteerVideoInput, WatchState } from "@/lib/calls/contract";
import type { VideoListItem } from "@/lib/videos/contract";

/** `refused`: the server said no; `failed`: it could not be asked. */
export type WatchAnswer = { kind: "state"; state: WatchState; sample: ClockSample } | { kind: "refused" } | { kind: "failed" };

const pathOf = (slug: string) => `/api/rooms/${encodeURIComponent(slug)}/call/watch/`;

async function ask(slug: string, init?: RequestInit): Promise<WatchAnswer> {
  const askedMs = localNow();
  try {
    const response = await fetch(pathOf(slug), init);
    if (!response.ok) return { kind: response.status >= 500 || response.status === 429 ? "failed" : "refused" };
    const answeredMs = localNow();
    const state = (await response.json()) as WatchState;
    return { kind: "state", state, sample: { askedMs, answeredMs, serverMs: Date.parse(state.now) } };
  } catch {
    return { kind: "failed" };
  }
}

const withBody = (method: string, body: object): RequestInit => ({ method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** What the call watches now, with a sample of the server's clock. Never throws. */
export function readWatch(slug: string, signal?: AbortSignal): Promise<WatchAnswer> {
  return ask(slug, { signal });
}

/** Plays, pauses, seeks for everyone. The server's time in the answer was read after its work: no good sample of the clock. */
export function steerWatch(slug: string, wish: SteerVideoInput): Promise<WatchAnswer> {
  return ask(slug, withBody("PATCH", wish));
}

export type ShowResult = "done" | "refused" | "failed";

async function command(slug: string, init: RequestInit): Promise<ShowResult> {
  try {
    const { ok, status } = await fetch(pathOf(slug), init);
    return ok ? "done" : status >= 500 || status === 429 ? "failed" : "refused";
  } catch {
    return "failed";
  }
}

/** Shows a video to everyone in the call. Never throws. */
export function showInCall(slug: string, videoId: number): Promise<ShowResult> {
  return command(slug, withBody("POST", { video_id: videoId }));
}

/** Shows it no more. Never throws. */
export function stopInCall(slug: string): Promise<ShowResult> {
  return command(slug, { method: "DELETE" });
}

/** The videos of one's own library, newest first; null when they could not be asked for. */
export async function readLibrary(signal: AbortSignal): Promise<VideoListItem[] | null> {
  try {
    const response = await fetch("/api/video/", { signal });
    return response.ok ? ((await response.json()) as VideoListItem[]) : null;
  } catch {
    return null;
  }
}
