import { mkdir, statfs } from "node:fs/promises";
import { env } from "@/lib/platform/env";

export type DiskSpace = { freeBytes: number; totalBytes: number };

/** What is left where this installation keeps its files, for programs without special rights. */
export async function readDiskSpace(): Promise<DiskSpace> {
  const { DATA_DIR } = env();
  await mkdir(DATA_DIR, { recursive: true });
  const { bavail, blocks, bsize } = await statfs(DATA_DIR);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
