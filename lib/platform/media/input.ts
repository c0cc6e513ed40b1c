/** Containers that are opened. Playlists (HLS, DASH, concat) and pictures are not among them: they name other files. */
const formats = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,avi,flv,asf,mpeg,ogg";

/** Pixels of the largest picture that is decoded: 8192 × 4320. A small file can claim a picture that fills the memory. */
export const maxPixels = 35_389_440;

/**
 * Arguments that open a file nobody vouches for. A protocol list alone is not enough: a playlist named `.mp4` would
 * still open other local files, so the formats are limited as well; `file:` keeps a name from being read as a protocol.
 */
export function untrustedInput(file: string): string[] {
  return ["-protocol_whitelist", "file", "-format_whitelist", formats, "-max_pixels", String(maxPixels), "-i", `file:${file}`];
}

/** Arguments that open a playlist and segments that we wrote ourselves. */
export function ownPlaylist(file: string): string[] {
  return ["-protocol_whitelist", "file", "-format_whitelist", "hls,mpegts", "-allowed_extensions", "m3u8,ts", "-i", `file:${file}`];
}
