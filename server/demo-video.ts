import { randomUUID } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { UserActor } from "@/lib/authz/actor";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { runChild } from "@/lib/platform/media/child";
import { createVideoFromUpload } from "@/lib/videos/commands/create-video-from-upload";

const seconds = 24;
/** Our own colours, turning slowly; drawn small, since a gradient loses nothing when it is enlarged. */
const picture = `gradients=size=320x180:rate=25:duration=${seconds}:nb_colors=4:c0=0x0f6b5f:c1=0xf4efe4:c2=0x22304a:c3=0xd9a441:speed=0.012:type=spiral:seed=7,scale=1280:720:flags=bicubic`;
/** A quiet chord that comes and goes. */
const notes = [110, 164.81, 220, 277.18];
const sound = `${notes.map((note, index) => `[${index + 1}:a]`).join("")}amix=inputs=${notes.length},tremolo=f=0.2:d=0.5,afade=t=in:d=2,afade=t=out:st=${seconds - 3}:d=3,volume=0.8[sound]`;

/**
 * Gives the library of a demo its first film: made by FFmpeg on the spot, then processed like any upload. Without it the
 * demo works all the same, so a failure is only logged.
 */
export async function seedDemoVideo(owner: UserActor): Promise<void> {
  const folder = await mkdtemp(path.join(env().DATA_DIR, "demo-"));
  try {
    const file = path.join(folder, "court.mp4");
    const tones = notes.flatMap((note) => ["-f", "lavfi", "-i", `sine=frequency=${note}:sample_rate=48000:duration=${seconds}`]);
    const encode = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "24", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart"];
    const args = ["-hide_banner", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", picture, ...tones, "-filter_complex", sound, "-map", "0:v", "-map", "[sound]", ...encode, `file:${file}`];
    await runChild(env().FFMPEG_PATH, args, { timeoutMs: 60_000 });
    await createVideoFromUpload(owner, {
      uploadId: randomUUID(),
      localFile: file,
      sizeBytes: (await stat(file)).size,
      metadata: { filename: "court.mp4", title: "Light in the court", description: "A first film, made on this machine when Atrium was started.", category: "Welcome", visibility: "authenticated" },
    });
  } catch (error) {
    log.warn({ err: error }, "the demo film could not be made");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
