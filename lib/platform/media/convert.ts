import { env } from "@/lib/platform/env";
import { type ChildError, runChild } from "@/lib/platform/media/child";
import { hlsArguments, toneMapFilter, type ColorMatrix, type HlsJob } from "@/lib/platform/media/hls-arguments";
import { ownPlaylist, untrustedInput } from "@/lib/platform/media/input";

/** Video work gives way to everything that a person waits for. */
const niceness = 15;

/** Some builds of FFmpeg come without the filter; a flat picture is better than none. */
export function lacksToneMapping(error: ChildError): boolean {
  return error.failure === "exit" && /No such filter: '(zscale|tonemap)'/.test(error.stderr);
}

/** Converts a file to HLS in MPEG-TS, all rungs in one process. @throws ChildError */
export async function convertToHls(job: HlsJob): Promise<void> {
  await runChild(env().FFMPEG_PATH, hlsArguments(job), {
    // Relative names: a `%` in the folder's own name would be taken for a pattern.
    cwd: job.outputDir,
    timeoutMs: job.timeoutMs,
    signal: job.signal,
    niceness,
    onLine: (line) => {
      const frames = /^frame=\s*(\d+)/.exec(line)?.[1];
      if (frames !== undefined) job.onFrame?.(Number(frames));
    },
  });
}

/** A file whose streams are put into HLS as they are. `name`: of the one rendition, a folder that exists in `outputDir`. */
export type CopyJob = Pick<HlsJob, "input" | "outputDir" | "videoStream" | "audioStream" | "segmentSeconds" | "segmentPrefix" | "timeoutMs" | "signal"> & { name: string };

/** Cuts a file at its own key frames into HLS in MPEG-TS; nothing is decoded. @throws ChildError */
export async function copyToHls(job: CopyJob): Promise<void> {
  const args = ["-hide_banner", "-nostdin", "-v", "error", "-y", ...untrustedInput(job.input), "-map", `0:${job.videoStream}`];
  if (job.audioStream !== null) args.push("-map", `0:${job.audioStream}`);
  args.push("-c", "copy", "-map_metadata", "-1", "-map_chapters", "-1", "-max_muxing_queue_size", "4096");
  args.push("-f", "hls", "-hls_time", String(job.segmentSeconds), "-hls_playlist_type", "vod", "-hls_list_size", "0", "-hls_flags", "independent_segments+temp_file");
  args.push("-hls_segment_filename", `${job.name}/${job.segmentPrefix}%05d.ts`, `${job.name}/index.m3u8`);
  await runChild(env().FFMPEG_PATH, args, { cwd: job.outputDir, timeoutMs: job.timeoutMs, signal: job.signal, niceness });
}

export type PosterJob = {
  input: string;
  output: string;
  videoStream: number;
  width: number;
  height: number;
  seekSeconds: number;
  /** The most typical of this many frames is taken. */
  candidates: number;
  toneMap: boolean;
  colorMatrix: ColorMatrix;
  signal?: AbortSignal;
};

/** JPEG knows one matrix and the full range, and says neither: a picture that keeps a film's own looks pale or gaudy. */
const asJpeg = (matrix: ColorMatrix) => `:in_color_matrix=${matrix}:out_color_matrix=bt601:out_range=full`;

/** Takes one picture. Beyond the end of a file FFmpeg succeeds and writes nothing: the caller looks. @throws ChildError */
export async function takePoster(job: PosterJob): Promise<void> {
  const filters = [job.candidates > 1 ? `thumbnail=n=${job.candidates}` : null, job.toneMap ? toneMapFilter : null, `scale=${job.width}:${job.height}:flags=bicubic${asJpeg(job.toneMap ? "bt709" : job.colorMatrix)}`, "setsar=1", "format=yuvj420p"];
  const seek = job.seekSeconds > 0 ? ["-ss", job.seekSeconds.toFixed(3)] : [];
  const args = ["-hide_banner", "-nostdin", "-v", "error", "-y", ...seek, ...untrustedInput(job.input), "-map", `0:${job.videoStream}`];
  args.push("-vf", filters.filter(Boolean).join(","), "-frames:v", "1", "-q:v", "3", "-map_metadata", "-1", "-f", "mjpeg", `file:${job.output}`);
  await runChild(env().FFMPEG_PATH, args, { timeoutMs: 120_000, signal: job.signal, niceness });
}

export type StoryboardJob = {
  /** A playlist of ours: one key frame a segment. */
  playlist: string;
  outputDir: string;
  /** Name with a `%02d` for the number of the sheet, from 1. */
  outputPattern: string;
  tileWidth: number;
  tileHeight: number;
  columns: number;
  rows: number;
  timeoutMs: number;
  signal?: AbortSignal;
};

/** Puts the key frames of a rendition into sheets of small pictures. @throws ChildError */
export async function makeStoryboard(job: StoryboardJob): Promise<void> {
  const args = ["-hide_banner", "-nostdin", "-v", "error", "-y", "-skip_frame", "nokey", ...ownPlaylist(job.playlist)];
  args.push("-vf", `scale=${job.tileWidth}:${job.tileHeight}:flags=area${asJpeg("bt709")},setsar=1,format=yuvj420p,tile=${job.columns}x${job.rows}`);
  args.push("-vsync", "0", "-an", "-q:v", "5", job.outputPattern);
  await runChild(env().FFMPEG_PATH, args, { cwd: job.outputDir, timeoutMs: job.timeoutMs, signal: job.signal, niceness });
}

/**
 * The length of a file whose header does not tell it (browsers' own recordings): every packet is read, none decoded.
 * @returns seconds, or null when there is nothing to measure.
 * @throws ChildError
 */
export async function measureSeconds(input: string, videoStream: number, signal?: AbortSignal): Promise<number | null> {
  let microseconds = 0;
  const args = ["-hide_banner", "-nostdin", "-v", "error", "-progress", "pipe:1", ...untrustedInput(input), "-map", `0:${videoStream}`, "-c", "copy", "-f", "null", "-"];
  await runChild(env().FFMPEG_PATH, args, {
    timeoutMs: 300_000,
    signal,
    niceness,
    onLine: (line) => {
      const value = /^out_time_us=(\d+)/.exec(line)?.[1];
      if (value !== undefined) microseconds = Number(value);
    },
  });
  return microseconds > 0 ? microseconds / 1e6 : null;
}
