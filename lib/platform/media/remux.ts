import { env } from "@/lib/platform/env";
import { runChild } from "@/lib/platform/media/child";
import { untrustedInput } from "@/lib/platform/media/input";
import { probeFile } from "@/lib/platform/media/probe-file";

/** Copying is as fast as the disk; a day of recording on a slow one stays below. */
const timeoutMs = 1_800_000;

/**
 * Writes a recording anew with its index at the front, so that it plays while it is fetched. Nothing is encoded again; what
 * was cut off at the end (a killed program, a full disk) is left away. @throws ChildError
 */
export async function remuxRecording(file: string, output: string): Promise<void> {
  const args = ["-hide_banner", "-nostdin", "-v", "error", "-y", ...untrustedInput(file), "-map", "0", "-c", "copy", "-movflags", "+faststart", "-f", "mp4", `file:${output}`];
  await runChild(env().FFMPEG_PATH, args, { timeoutMs, niceness: 10 });
}

/** What browsers write that others play from an MP4 as it is. */
const playable = { video: ["h264", "vp9", "av1"], audio: ["aac", "opus"] };
/** Only VP8 is encoded anew, a few times faster than it plays. */
const encodeTimeoutMs = 4 * 3_600_000;

/**
 * Makes such a file of what a browser has recorded and sent: of its first picture and sound, whatever else is in it. VP8,
 * which Firefox writes, is no picture of an MP4 and becomes H.264. @throws ChildError, also with "exit" for what is no film
 */
export async function remuxSent(file: string, output: string): Promise<void> {
  const streams = (await probeFile(file))?.streams ?? [];
  const has = (type: "video" | "audio") => playable[type].includes(streams.find(({ codec_type: each }) => each === type)?.codec_name ?? "");
  const video = has("video") ? ["-c:v", "copy"] : ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2", "-fps_mode", "vfr"];
  const audio = has("audio") ? ["-c:a", "copy"] : ["-c:a", "aac", "-b:a", "128k"];
  const args = ["-hide_banner", "-nostdin", "-v", "error", "-y", ...untrustedInput(file), "-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", ...video, ...audio, "-movflags", "+faststart", "-f", "mp4", `file:${output}`];
  await runChild(env().FFMPEG_PATH, args, { timeoutMs: encodeTimeoutMs, niceness: 10 });
}
