import type { DetailedError, Upload } from "tus-js-client";
import { cleanFilename } from "@/components/videos/upload/names";
import type { OpenTransfer, UploadProblem } from "@/components/videos/upload/upload-queue";
import type { UploadLimits } from "@/lib/videos/contract";

/** A lost connection is tried again for about a minute before the upload waits for a person, or for the network to be back. */
const retryDelaysMs = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** The server refuses longer names. */
const filenameMaxLength = 255;

function metadataOf(file: File, details: Readonly<Record<string, string>>): Record<string, string> {
  const filled = Object.entries(details).map(([key, value]) => [key, value.trim()] as const);
  return { filename: cleanFilename(file.name, filenameMaxLength), ...Object.fromEntries(filled.filter(([, value]) => value !== "")) };
}

/** The words of a problem+json or plain body; the status alone when it has none. */
function wordsOf(status: number, body: string): string[] {
  try {
    const parsed = JSON.parse(body) as { detail?: unknown; errors?: Record<string, unknown> };
    const words = Object.values(parsed.errors ?? {}).flat();
    if (words.length > 0) return words.map(String);
    if (typeof parsed.detail === "string") return [parsed.detail];
  } catch {
    // No JSON: a proxy in between answered, or tus itself in plain words.
  }
  return [/^[^<\n]{1,300}$/.test(body.trim()) ? body.trim() : `HTTP ${status}`];
}

function problemOf(error: Error | DetailedError): { problem: UploadProblem; isFinal: boolean } {
  const response = "originalResponse" in error ? error.originalResponse : null;
  const status = response?.getStatus() ?? 0;
  if (status === 401) return { problem: { kind: "signed_out" }, isFinal: false };
  const isPassing = status === 0 || status >= 500 || status === 409 || status === 423 || status === 429;
  if (isPassing && status !== 507) return { problem: { kind: "connection" }, isFinal: false };
  return { problem: { kind: "refused", words: wordsOf(status, response?.getBody() ?? "") }, isFinal: true };
}

/** Opens resumable transfers. The tus client is fetched with the first one; it finds what it sent before a reload by the file and its details. */
export function tusTransfers({ endpoint, chunkBytes }: Pick<UploadLimits, "endpoint" | "chunkBytes">): OpenTransfer<Readonly<Record<string, string>>> {
  return (file, details, events) => {
    let upload: Upload | null = null;
    let isStopped = false;

    const begin = async () => {
      const tus = await import("tus-js-client");
      if (isStopped) return;
      const metadata = metadataOf(file, details);
      upload = new tus.Upload(file, {
        endpoint,
        chunkSize: chunkBytes,
        metadata,
        retryDelays: retryDelaysMs,
        removeFingerprintOnSuccess: true,
        fingerprint: async () => ["atrium", file.size, file.lastModified, JSON.stringify(metadata)].join("-"),
        onShouldRetry: (error) => problemOf(error).problem.kind === "connection",
        onProgress: (sentBytes) => !isStopped && events.onProgress(sentBytes),
        onError: (error) => {
          const { problem, isFinal } = problemOf(error);
          if (!isStopped) events.onProblem(problem, isFinal);
        },
        onSuccess: ({ lastResponse }) => {
          const videoId = Number(lastResponse.getHeader("X-Video-Id"));
          if (!isStopped) events.onDone(videoId > 0 ? videoId : null);
        },
      });
      const [previous] = await upload.findPreviousUploads();
      if (isStopped) return;
      if (previous) upload.resumeFromPreviousUpload(previous);
      upload.start();
    };
    const stop = (shouldDiscard: boolean) => {
      isStopped = true;
      // What the server did not hear of expires there by itself.
      upload?.abort(shouldDiscard).catch(() => undefined);
    };

    return {
      start: () => void begin().catch(() => !isStopped && events.onProblem({ kind: "connection" }, false)),
      pause: () => stop(false),
      discard: () => stop(true),
    };
  };
}
