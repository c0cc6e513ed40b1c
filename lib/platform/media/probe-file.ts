import { z } from "zod";
import { env } from "@/lib/platform/env";
import { ChildError, runChild } from "@/lib/platform/media/child";
import { untrustedInput } from "@/lib/platform/media/input";

const number = z.coerce.number().optional().catch(undefined);
const text = z.string().optional().catch(undefined);

const stream = z.object({
  index: z.number(),
  codec_type: text,
  codec_name: text,
  profile: text,
  level: number,
  width: number,
  height: number,
  pix_fmt: text,
  sample_rate: number,
  channels: number,
  sample_aspect_ratio: text,
  color_space: text,
  color_transfer: text,
  field_order: text,
  r_frame_rate: text,
  avg_frame_rate: text,
  duration: number,
  disposition: z.record(z.string(), z.number()).optional().catch(undefined),
  tags: z.record(z.string(), z.string()).optional().catch(undefined),
  side_data_list: z.array(z.object({ rotation: number })).optional().catch(undefined),
});
const report = z.object({
  streams: z.array(stream).catch([]),
  format: z.object({ format_name: text, duration: number, size: number, nb_streams: number }).catch({}),
});

/** What FFprobe says about a file; figures that it does not know are absent. */
export type ProbeReport = z.output<typeof report>;
export type ProbeStream = z.output<typeof stream>;

/**
 * Reads the headers of a file nobody vouches for.
 * @returns null when it is no media file of an accepted format.
 * @throws ChildError when the program itself failed (missing, killed, wall clock).
 */
export async function probeFile(file: string, signal?: AbortSignal): Promise<ProbeReport | null> {
  const args = ["-v", "error", "-analyzeduration", "20M", "-probesize", "50M", "-show_format", "-show_streams", "-of", "json", ...untrustedInput(file)];
  try {
    return report.parse(JSON.parse(await runChild(env().FFPROBE_PATH, args, { timeoutMs: 30_000, signal })));
  } catch (error) {
    if (error instanceof ChildError && error.failure === "exit") return null;
    throw error;
  }
}

