import { env } from "@/lib/platform/env";
import { runChild } from "@/lib/platform/media/child";
import { untrustedInput } from "@/lib/platform/media/input";

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
