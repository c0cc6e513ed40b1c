import type { RenditionInfo, RenditionName } from "@/lib/videos/contract";

export type Segment = { name: string; seconds: number; bytes: number };

/** The address prefix of everything that is played of a video. Root-absolute: outside clients load playlists from anywhere. */
export function videoPath(videoId: number): string {
  return `/api/video/${videoId}`;
}

/** Names carry the generation, so that a replaced output never mixes with one in a cache. */
export function segmentPrefix(generation: number): string {
  return `segment_g${generation}_`;
}

/** Reads the segments from a playlist that FFmpeg wrote. */
export function parseMediaPlaylist(text: string): { name: string; seconds: number }[] {
  const segments: { name: string; seconds: number }[] = [];
  let seconds = 0;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#EXTINF:")) seconds = Number.parseFloat(line.slice("#EXTINF:".length));
    else if (line !== "" && !line.startsWith("#")) segments.push({ name: line, seconds });
  }
  return segments;
}

/** Largest segment length, rounded as the HLS rules want. */
function targetDuration(segments: readonly { seconds: number }[]): number {
  return Math.max(1, ...segments.map((segment) => Math.round(segment.seconds)));
}

export function mediaPlaylist(videoId: number, rendition: RenditionName, segments: readonly { name: string; seconds: number }[]): string {
  const lines = ["#EXTM3U", "#EXT-X-VERSION:6", `#EXT-X-TARGETDURATION:${targetDuration(segments)}`, "#EXT-X-MEDIA-SEQUENCE:0", "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-INDEPENDENT-SEGMENTS"];
  for (const segment of segments) {
    lines.push(`#EXTINF:${segment.seconds.toFixed(6)},`, `${videoPath(videoId)}/${rendition}/${segment.name}`);
  }
  return [...lines, "#EXT-X-ENDLIST", ""].join("\n");
}

export function masterPlaylist(videoId: number, renditions: readonly RenditionInfo[]): string {
  const lines = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-INDEPENDENT-SEGMENTS"];
  for (const rendition of renditions) {
    const attributes = [
      `BANDWIDTH=${rendition.bandwidth}`,
      `AVERAGE-BANDWIDTH=${rendition.averageBandwidth}`,
      `RESOLUTION=${rendition.width}x${rendition.height}`,
      `CODECS="${rendition.codecs}"`,
      `FRAME-RATE=${rendition.frameRate.toFixed(3)}`,
    ];
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(",")}`, `${videoPath(videoId)}/${rendition.name}/index.m3u8`);
  }
  return [...lines, ""].join("\n");
}

/**
 * Measured rates in bits per second. The peak is RFC 8216's: the highest of any run of segments that lasts between half
 * and one and a half target durations, so that a short last segment does not count alone.
 */
export function measureRates(segments: readonly Segment[]): { bandwidth: number; averageBandwidth: number } {
  const target = targetDuration(segments);
  const total = segments.reduce((sum, segment) => ({ seconds: sum.seconds + segment.seconds, bytes: sum.bytes + segment.bytes }), { seconds: 0, bytes: 0 });
  const averageBandwidth = Math.ceil((total.bytes * 8) / total.seconds);
  let peak = 0;
  for (let first = 0; first < segments.length; first += 1) {
    let seconds = 0;
    let bytes = 0;
    for (const segment of segments.slice(first)) {
      seconds += segment.seconds;
      bytes += segment.bytes;
      if (seconds > target * 1.5) break;
      if (seconds >= target * 0.5) peak = Math.max(peak, (bytes * 8) / seconds);
    }
  }
  return { bandwidth: Math.max(Math.ceil(peak), averageBandwidth), averageBandwidth };
}

/**
 * The codec's name as a player asks for it (`avc1.64001f`), read from the sequence parameter set in a segment's bytes.
 * @returns null when there is none.
 */
export function avcCodec(bytes: Uint8Array): string | null {
  for (let i = 0; i + 6 < bytes.length; i += 1) {
    const isStart = bytes[i] === 0 && bytes[i + 1] === 0 && bytes[i + 2] === 1;
    if (isStart && (bytes[i + 3]! & 0x1f) === 7) return `avc1.${Buffer.from(bytes.subarray(i + 4, i + 7)).toString("hex")}`;
  }
  return null;
}
