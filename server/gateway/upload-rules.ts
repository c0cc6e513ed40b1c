import type { UserActor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError, invalidFields } from "@/lib/core/errors";
import { formatBytes } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import { fieldErrorsOf } from "@/lib/http/route";
import { env } from "@/lib/platform/env";
import { consumeLimit } from "@/lib/platform/limiter";
import { requireSpace } from "@/lib/platform/storage/disk-space";
import { requireReplaceable } from "@/lib/videos/commands/replace-source";
import { replacementMetadata, uploadMetadata, type ReplacementMetadata, type UploadMetadata } from "@/lib/videos/contract";
import { canUploadVideo } from "@/lib/videos/policy";

/** Kept beside what was declared; a client cannot declare it, because unknown keys are refused. */
export const ownerKey = "owner_id";

/** `key base64,key base64` of the tus protocol. @throws AppError invalid_input */
function decodeMetadata(header: string | null): Record<string, string> {
  const malformed = () => invalidFields({ "Upload-Metadata": ["This is not key and base64 value pairs."] });
  const pairs = new Map<string, string>();
  for (const pair of (header ?? "").split(",").filter((text) => text.trim() !== "")) {
    const [key = "", value = "", ...rest] = pair.trim().split(" ");
    if (rest.length > 0 || pairs.has(key) || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw malformed();
    try {
      pairs.set(key, new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "base64")));
    } catch {
      throw malformed();
    }
  }
  return Object.fromEntries(pairs);
}

/** An upload becomes a video, or takes the place of the source of one. */
function parseMetadata(declared: Record<string, string>) {
  return "replaces" in declared ? replacementMetadata.safeParse(declared) : uploadMetadata.safeParse(declared);
}

/**
 * Everything that can be refused before the first byte is sent: the person, the size, the texts, the space.
 * @throws AppError
 */
export async function checkNewUpload(actor: UserActor, headers: { get(name: string): string | null }): Promise<void> {
  authorize(canUploadVideo(actor, settings.usersMayUploadVideos));
  const length = headers.get("upload-length");
  if (length === null || !/^\d{1,15}$/.test(length)) throw invalidFields({ "Upload-Length": ["The size of the file must be told in bytes."] });
  const sizeBytes = Number(length);
  const { UPLOAD_MAX_BYTES: maxBytes } = env();
  if (sizeBytes > maxBytes) throw new AppError("too_large", `The file is larger than ${formatBytes(maxBytes)}, the most that is accepted here.`);
  if (sizeBytes === 0) throw invalidFields({ "Upload-Length": ["The file is empty."] });
  const declared = parseMetadata(decodeMetadata(headers.get("upload-metadata")));
  if (!declared.success) throw new AppError("invalid_input", { fields: fieldErrorsOf(declared.error) });
  if ("replaces" in declared.data) await requireReplaceable(actor, declared.data.replaces);
  await requireSpace(sizeBytes);
  await consumeLimit("createUploadPerUser", `u${actor.userId}`);
}

/** What was declared at the start, read back when the upload is complete. */
export function readDeclared(stored: Record<string, string | null> | undefined): UploadMetadata | ReplacementMetadata {
  const { [ownerKey]: _owner, ...declared } = stored ?? {};
  return "replaces" in declared ? replacementMetadata.parse(declared) : uploadMetadata.parse(declared);
}
