/** Of a participant in LiveKit: since when their hand is up, in ISO 8601; absent or empty while it is down. */
export const handAttribute = "hand";

/** Signs that float over a call for a moment and are kept nowhere. */
export const reactions = ["👍", "👏", "❤️", "😂", "😮", "🎉"] as const;

/** Under this topic the server speaks to people in a call through LiveKit. Whatever comes from a person instead is no word of ours. */
export const callSignalTopic = "atrium.call";

/** Where a video stands when the server's clock says `nowMs`, in milliseconds; at its end it stays there. */
export function positionAt({ playing, position_ms: positionMs, at, video }: { playing: boolean; position_ms: number; at: string; video: { duration_ms: number } }, nowMs: number): number {
  const moved = playing ? Math.max(0, nowMs - Date.parse(at)) : 0;
  return Math.min(positionMs + moved, video.duration_ms);
}
