import { sha256OfFile } from "@/lib/platform/storage/checksum";
import { storage } from "@/lib/platform/storage/storage";

export type CompleteFile = { uploadId: string; localFile: string; sizeBytes: number };

/** Puts a complete upload into storage as a source. Doing it again is fine: the key is the upload's. @returns its key and its SHA-256 */
export async function storeSource({ uploadId, localFile }: CompleteFile): Promise<{ sourceKey: string; sourceSha256: string }> {
  const sourceSha256 = await sha256OfFile(localFile);
  const sourceKey = `sources/${uploadId}`;
  await storage().putFile(localFile, sourceKey);
  return { sourceKey, sourceSha256 };
}
