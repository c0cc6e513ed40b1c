import { env } from "@/lib/platform/env";
import { runChild } from "@/lib/platform/media/child";

export type SampleClip = {
  width?: number;
  height?: number;
  seconds?: number;
  frameRate?: number;
  /** Default true: a 440 Hz tone. */
  sound?: boolean;
  /** Further arguments before the output's name. */
  extra?: readonly string[];
};

/** Writes a moving test picture with a tone, for demonstrations and tests. @throws ChildError */
export async function writeSampleClip(file: string, clip: SampleClip = {}): Promise<void> {
  const { width = 320, height = 240, seconds = 2, frameRate = 25, sound = true, extra = [] } = clip;
  const args = ["-hide_banner", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", `testsrc2=size=${width}x${height}:rate=${frameRate}:duration=${seconds}`];
  if (sound) args.push("-f", "lavfi", "-i", `sine=frequency=440:sample_rate=48000:duration=${seconds}`, "-c:a", "aac", "-shortest");
  args.push("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", ...extra, `file:${file}`);
  await runChild(env().FFMPEG_PATH, args, { timeoutMs: 120_000 });
}
