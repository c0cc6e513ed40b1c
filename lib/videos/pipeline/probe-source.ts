import { measureSeconds } from "@/lib/platform/media/convert";
import { ChildError } from "@/lib/platform/media/child";
import { probeFile } from "@/lib/platform/media/probe-file";
import { storage } from "@/lib/platform/storage/storage";
import { inspect, type Inspection } from "@/lib/videos/inspect";

/** Looks at an uploaded file before any work is done with it: by content, never by name. @throws ChildError, ENOENT */
export async function probeSource(sourceKey: string, signal: AbortSignal): Promise<Inspection> {
  const found = await storage().stat(sourceKey);
  if (!found) return { ok: false, code: "source_missing" };
  if (found.sizeBytes === 0) return { ok: false, code: "empty" };
  return storage().withLocalFile(sourceKey, async (file) => {
    const report = await probeFile(file, signal);
    const inspection = inspect(report);
    if (inspection.ok || inspection.code !== "unknown_duration") return inspection;
    const stream = report?.streams.find((each) => each.codec_type === "video");
    const seconds = stream ? await measured(file, stream.index, signal) : null;
    return inspect(report, seconds ?? undefined);
  });
}

async function measured(file: string, stream: number, signal: AbortSignal): Promise<number | null> {
  try {
    return await measureSeconds(file, stream, signal);
  } catch (error) {
    if (error instanceof ChildError && error.failure === "exit") return null;
    throw error;
  }
}
