import { untrustedInput } from "@/lib/platform/media/input";

/** How much work the encoder's search for motion is, as it counts it: 1 is the least. */
type MotionSearch = 1 | 2;
/** One output picture of a conversion. Rates in kilobits per second. */
export type HlsRendition = { name: string; width: number; height: number; crf: number; maxRateKbit: number; motionSearch: MotionSearch };

/** The matrices between colours and the planes of a picture, by the recommendations of the ITU that define them. */
export type ColorMatrix = "bt601" | "bt709" | "bt2020";

export type HlsJob = {
  input: string;
  /** Existing, empty folder. Each rendition gets a folder of its name with `index.m3u8` and its segments. */
  outputDir: string;
  videoStream: number;
  /** Null for a file without sound. */
  audioStream: number | null;
  /** As a fraction FFmpeg understands, e.g. `30000/1001`. */
  frameRate: string;
  framesPerSegment: number;
  segmentSeconds: number;
  segmentPrefix: string;
  renditions: readonly HlsRendition[];
  toneMap: boolean;
  /** Of the source; renditions have BT.709. */
  colorMatrix: ColorMatrix;
  deinterlace: boolean;
  /** 0 lets FFmpeg choose; 1 is slow and frugal. */
  threads: number;
  timeoutMs: number;
  signal?: AbortSignal;
  onFrame?: (frames: number) => void;
};

/** From the brightness of HDR to what every screen shows. */
export const toneMapFilter = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv";
/** Decoded once, split, scaled: every rung has square pixels, 8-bit 4:2:0 and its own sound. */
function filterGraph(job: HlsJob): string {
  const count = job.renditions.length;
  const before = [job.deinterlace ? "yadif=deint=interlaced" : null, `fps=${job.frameRate}`, job.toneMap ? toneMapFilter : null].filter(Boolean).join(",");
  const chains = [`[0:${job.videoStream}]${before},split=${count}${job.renditions.map((_, i) => `[s${i}]`).join("")}`];
  // What was mapped has it already; where nothing is to be changed the planes stay as they are.
  const matrix = job.toneMap || job.colorMatrix === "bt709" ? "" : `:in_color_matrix=${job.colorMatrix}:out_color_matrix=bt709`;
  job.renditions.forEach((rung, i) => {
    chains.push(`[s${i}]scale=${rung.width}:${rung.height}:flags=bicubic${matrix},setsar=1,format=yuv420p[v${i}]`);
  });
  if (job.audioStream !== null) {
    chains.push(`[0:${job.audioStream}]aresample=async=1:first_pts=0,asplit=${count}${job.renditions.map((_, i) => `[a${i}]`).join("")}`);
  }
  return chains.join(";");
}

/** The command line of a conversion to HLS; pure, so that a test can read it. */
export function hlsArguments(job: HlsJob): string[] {
  const args = ["-hide_banner", "-nostdin", "-v", "error", "-progress", "pipe:1", "-stats_period", "0.5", "-y"];
  if (job.threads > 0) args.push("-threads", String(job.threads), "-filter_complex_threads", String(job.threads));
  args.push(...untrustedInput(job.input), "-filter_complex", filterGraph(job));
  job.renditions.forEach((_, i) => {
    args.push("-map", `[v${i}]`);
    if (job.audioStream !== null) args.push("-map", `[a${i}]`);
  });
  const gop = String(job.framesPerSegment);
  args.push("-c:v", "libx264", "-preset", "veryfast", "-trellis", "1", "-profile:v", "high", "-pix_fmt", "yuv420p", "-g", gop, "-keyint_min", gop);
  // No key frames at cuts, no references across groups: segments of all rungs begin at the same frames.
  args.push("-sc_threshold", "0", "-flags", "+cgop", "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709");
  if (job.threads > 0) args.push("-threads:v", String(job.threads));
  job.renditions.forEach((rung, i) => {
    args.push(`-crf:v:${i}`, String(rung.crf), `-maxrate:v:${i}`, `${rung.maxRateKbit}k`, `-bufsize:v:${i}`, `${rung.maxRateKbit * 2}k`, `-subq:v:${i}`, String(rung.motionSearch));
  });
  if (job.audioStream !== null) args.push("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000");
  args.push("-map_metadata", "-1", "-map_chapters", "-1", "-max_muxing_queue_size", "4096");
  args.push("-f", "hls", "-hls_time", String(job.segmentSeconds), "-hls_playlist_type", "vod", "-hls_list_size", "0");
  // A segment that is half written never has its final name.
  args.push("-hls_flags", "independent_segments+temp_file");
  args.push("-hls_segment_filename", `%v/${job.segmentPrefix}%05d.ts`);
  const map = job.renditions.map((rung, i) => `v:${i}${job.audioStream === null ? "" : `,a:${i}`},name:${rung.name}`);
  args.push("-var_stream_map", map.join(" "), "%v/index.m3u8");
  return args;
}
