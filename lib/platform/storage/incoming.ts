import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/platform/env";

/** Where uploads under way are kept: `<id>` has the bytes, `<id>.json` what was declared. On the storage's file system. */
export function incomingFolder(): string {
  return path.join(env().DATA_DIR, "uploads");
}

/** Removes the bytes of an upload; what was declared stays until it expires. */
export async function removeIncoming(uploadId: string): Promise<void> {
  await rm(path.join(incomingFolder(), uploadId), { force: true });
}

/** Removes uploads that were begun longer ago than this. @returns how many */
export async function removeExpiredUploads(expirySeconds: number): Promise<number> {
  const folder = incomingFolder();
  const declarations = (await readdir(folder).catch(() => [] as string[])).filter((name) => name.endsWith(".json"));
  let removed = 0;
  for (const name of declarations) {
    const file = path.join(folder, name);
    const begun = await stat(file).catch(() => null);
    if (!begun || Date.now() - begun.mtimeMs < expirySeconds * 1000) continue;
    await rm(file.slice(0, -".json".length), { force: true });
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}
