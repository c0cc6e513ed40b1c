import type { UserActor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError, invalidFields } from "@/lib/core/errors";
import { formatBytes } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import { fieldErrorsOf } from "@/lib/http/route";
import { env } from "@/lib/platform/env";
import { consumeLimit } from "@/lib/platform/limiter";
import { requireSpace } from "@/lib/platform/storage/disk-space";
import { ownerKey } from "@/lib/platform/storage/incoming";
import { requireSendable } from "@/lib/recordings/commands/send-recording";
import { recordingUploadMetadata, type RecordingUploadMetadata } from "@/lib/recordings/contract";
import { requireReplaceable } from "@/lib/videos/commands/replace-source";
import { replacementMetadata, uploadMetadata, type ReplacementMetadata, type UploadMetadata } from "@/lib/videos/contract";
import { readUploadUse } from "@/lib/videos/own-videos";
import { canUploadVideo } from "@/lib/videos/policy";
import { findAudienceRoom } from "@/lib/videos/room-audience";

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

/** An upload becomes a video, takes the place of the source of one, or is the file of a recording that was made in a browser. */
function schemaOf(declared: object) {
  return "recording" in declared ? recordingUploadMetadata : "replaces" in declared ? replacementMetadata : uploadMetadata;
}

/** @throws AppError too_large where the file is more than what is left to the person */
async function requireQuota(userId: number, sizeBytes: number): Promise<void> {
  const { UPLOAD_QUOTA_BYTES: quotaBytes } = env();
  const usedBytes = await readUploadUse(userId);
  if (usedBytes + sizeBytes <= quotaBytes) return;
  const words = `Your videos may take ${formatBytes(quotaBytes)} together. ${formatBytes(usedBytes)} are used, and this file has ${formatBytes(sizeBytes)}. Deleted videos count until they are removed for good.`;
  throw new AppError("too_large", { detail: words, extra: { problem: "quota" } });
}

/**
 * Everything that can be refused before the first byte is sent: the person, the size, the texts, the space.
 * @throws AppError
 */
export async function checkNewUpload(actor: UserActor, headers: { get(name: string): string | null }): Promise<void> {
  const texts = decodeMetadata(headers.get("upload-metadata"));
  // Who recorded a call has its file, and may send that whoever may upload videos here.
  if (!("recording" in texts)) authorize(canUploadVideo(actor, settings.usersMayUploadVideos));
  const length = headers.get("upload-length");
  if (length === null || !/^\d{1,15}$/.test(length)) throw invalidFields({ "Upload-Length": ["The size of the file must be told in bytes."] });
  const sizeBytes = Number(length);
  const { UPLOAD_MAX_BYTES: maxBytes } = env();
  if (sizeBytes > maxBytes) throw new AppError("too_large", `The file is larger than ${formatBytes(maxBytes)}, the most that is accepted here.`);
  if (sizeBytes === 0) throw invalidFields({ "Upload-Length": ["The file is empty."] });
  const declared = schemaOf(texts).safeParse(texts);
  if (!declared.success) throw new AppError("invalid_input", { fields: fieldErrorsOf(declared.error) });
  if ("room" in declared.data && declared.data.room !== undefined && (await findAudienceRoom(actor.userId, declared.data.room)) === null) throw invalidFields({ room: ["You are in no such room."] });
  if ("replaces" in declared.data) await requireReplaceable(actor, declared.data.replaces);
  if ("recording" in declared.data) await requireSendable(actor, declared.data.recording, sizeBytes);
  else await requireQuota(actor.userId, sizeBytes);
  await requireSpace(sizeBytes);
  await consumeLimit("createUploadPerUser", `u${actor.userId}`);
}

/** What was declared at the start, read back when the upload is complete. */
export function readDeclared(stored: Record<string, string | null> | undefined): UploadMetadata | ReplacementMetadata | RecordingUploadMetadata {
  const { [ownerKey]: _owner, ...declared } = stored ?? {};
  return schemaOf(declared).parse(declared);
}
