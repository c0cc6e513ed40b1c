import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { EncodedFileOutput, EncodedFileType, S3Upload } from "livekit-server-sdk";
import { env } from "@/lib/platform/env";
import { s3PlaceOf } from "@/lib/platform/storage/s3-client";
import { storage } from "@/lib/platform/storage/storage";

/** Where the file of a recording is in storage: the same whatever recorded it. */
export function recordingKey(id: string): string {
  return `recordings/${id}.mp4`;
}

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const nameOfOurs = new RegExp(`(?:^|/)(${uuid})\\.mp4$`);

/** Whose recording a file is that Egress was told to write; null for what is none of ours. */
export function recordingOfOutput(file: string): string | null {
  return nameOfOurs.exec(file)?.[1] ?? null;
}

/** Where Egress leaves the file of a recording in the folder that it shares with us; null where it puts it into the bucket. */
export function sharedFileOf(id: string): string | null {
  const { EGRESS_OUTPUT_DIR: folder } = env();
  return folder === undefined ? null : path.join(folder, `${id}.mp4`);
}

/**
 * What Egress is told about the file: its name says whose recording it is, which is how we know it again. Into the shared
 * folder under the path that Egress sees, else into the bucket of our storage, where it stays.
 */
export function outputFor(id: string): EncodedFileOutput {
  const { EGRESS_OUTPUT_DIR: folder, EGRESS_OUTPUT_DIR_THERE: there = folder } = env();
  const common = { fileType: EncodedFileType.MP4, disableManifest: true };
  if (there !== undefined) return new EncodedFileOutput({ ...common, filepath: path.posix.join(there, `${id}.mp4`) });
  const { bucket, region, endpoint, credentials } = s3PlaceOf();
  const value = new S3Upload({ bucket, region, accessKey: credentials?.accessKeyId, secret: credentials?.secretAccessKey, ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }) });
  return new EncodedFileOutput({ ...common, filepath: recordingKey(id), output: { case: "s3", value } });
}

/** Whether Egress has left a file for a recording. A place that does not answer has none that could be used now. */
export async function hasOutput(id: string): Promise<boolean> {
  const file = sharedFileOf(id);
  const found = file === null ? await storage().stat(recordingKey(id)).catch(() => null) : await stat(file).then(({ size }) => ({ sizeBytes: size }), () => null);
  return found !== null && found.sizeBytes > 0;
}

/** Removes what Egress has left for a recording that is not in storage; nothing there is fine. */
export async function removeOutput(id: string): Promise<void> {
  const file = sharedFileOf(id);
  if (file === null) await storage().remove(recordingKey(id));
  else await rm(file, { force: true });
}

/** Files of recordings in the folder that Egress shares with us; none where there is no such folder. */
export async function listSharedFiles(): Promise<{ id: string; modifiedAt: Date }[]> {
  const { EGRESS_OUTPUT_DIR: folder } = env();
  if (folder === undefined) return [];
  const names = await readdir(folder).catch(() => [] as string[]);
  const found = await Promise.all(names.map(async (name) => ({ id: recordingOfOutput(name), info: await stat(path.join(folder, name)).catch(() => null) })));
  return found.flatMap(({ id, info }) => (id !== null && info?.isFile() ? [{ id, modifiedAt: info.mtime }] : []));
}
