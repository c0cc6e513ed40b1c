import { mkdir, statfs } from "node:fs/promises";
import { AppError } from "@/lib/core/errors";
import { env } from "@/lib/platform/env";

export type DiskSpace = { freeBytes: number; totalBytes: number };

/** What is left where this installation keeps its files, for programs without special rights. */
export async function readDiskSpace(): Promise<DiskSpace> {
  const { DATA_DIR } = env();
  await mkdir(DATA_DIR, { recursive: true });
  const { bavail, blocks, bsize } = await statfs(DATA_DIR);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** Bytes that stay free for everything else when a file is accepted. */
const reserveBytes = 256 * 1024 ** 2;

/** Refuses a file that would fill the disk, before its first byte. @throws AppError no_space */
export async function requireSpace(sizeBytes: number): Promise<void> {
  const { freeBytes } = await readDiskSpace();
  if (freeBytes < sizeBytes + reserveBytes) throw new AppError("no_space", "The server has no space left for a file of this size.");
}
