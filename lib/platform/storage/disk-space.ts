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

/**
 * Bytes that stay free for everything else, above all for a database on the same disk, which ends with the last byte of it.
 * What was accepted may take more than what is new, and what was recorded more than what still is: so that it can be finished.
 */
const reserveBytes = { accept: 256 * 1024 ** 2, record: 128 * 1024 ** 2, finish: 64 * 1024 ** 2 };

/** Whether so many bytes more can be written at this stage. */
export async function hasSpace(sizeBytes: number, stage: keyof typeof reserveBytes): Promise<boolean> {
  const { freeBytes } = await readDiskSpace();
  return freeBytes >= sizeBytes + reserveBytes[stage];
}

/** Whether a system call, or a program by its last words, found the disk full. */
export function isDiskFull(error: unknown): boolean {
  const { code, stderr } = error as { code?: unknown; stderr?: unknown };
  return code === "ENOSPC" || code === "EDQUOT" || (typeof stderr === "string" && /No space left on device|Disk quota exceeded/i.test(stderr));
}

/** Refuses a file that would fill the disk, before its first byte. @throws AppError no_space */
export async function requireSpace(sizeBytes: number): Promise<void> {
  if (!(await hasSpace(sizeBytes, "accept"))) throw new AppError("no_space", "The server has no space left for a file of this size.");
}
