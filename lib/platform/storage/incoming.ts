import { readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { env } from "@/lib/platform/env";

/** Where uploads under way are kept: `<id>` has the bytes, `<id>.json` what was declared. On the storage's file system. */
export function incomingFolder(): string {
  return path.join(env().DATA_DIR, "uploads");
}

/** Kept beside what was declared of an upload: whose it is. A client cannot declare it, because unknown keys are refused. */
export const ownerKey = "owner_id";

const declaration = z.object({ size: z.number(), metadata: z.record(z.string(), z.string().nullable()) });

/** What somebody's uploads under way will take when they are complete. One that became something has no bytes here any more. */
export async function readIncomingBytes(ownerId: number): Promise<number> {
  const folder = incomingFolder();
  const names = new Set(await readdir(folder).catch(() => [] as string[]));
  let total = 0;
  for (const name of names) {
    if (!name.endsWith(".json") || !names.has(name.slice(0, -".json".length))) continue;
    const text = await readFile(path.join(folder, name), "utf8").catch(() => "null");
    const declared = declaration.safeParse(parseOrNull(text));
    if (declared.success && declared.data.metadata[ownerKey] === String(ownerId)) total += declared.data.size;
  }
  return total;
}

/** One that is being written this moment is not whole yet. */
function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
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
