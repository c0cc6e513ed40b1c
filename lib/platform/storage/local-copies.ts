import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { settings } from "@/lib/core/settings";
import { listWorkFolders, removeWorkFolder, workFolder } from "@/lib/platform/storage/work-folder";

type Copy = { folder: string; file: Promise<string>; users: number; timer: NodeJS.Timeout | undefined };

/** Work folders of copies; their names are no video's. */
const folderStart = "copy-";
const copies = new Map<string, Copy>();

async function fetchCopy(folder: string, key: string, open: () => Promise<Readable>): Promise<string> {
  // One name for all: what programs are given says nothing of what it is.
  const file = path.join(await workFolder(folder, { fresh: true }), createHash("sha256").update(key).digest("hex").slice(0, 16));
  await pipeline(await open(), createWriteStream(file));
  return file;
}

function release(key: string, copy: Copy, lingerSeconds: number): void {
  copy.users -= 1;
  if (copy.users > 0) return;
  const forget = () => {
    if (copies.get(key) === copy) copies.delete(key);
    void removeWorkFolder(copy.folder);
  };
  copy.timer = setTimeout(forget, lingerSeconds * 1000);
  copy.timer.unref();
}

/**
 * Runs `use` with a copy of an object on this machine's disk. The steps of a conversion read the same source one after
 * the other: a copy is shared, and stays for a moment after its last use. What a killed process leaves, the sweep removes.
 * @param open the object's bytes
 */
export async function withLocalCopy<T>(key: string, open: () => Promise<Readable>, use: (localFile: string) => Promise<T>, lingerSeconds: number = settings.localCopySeconds): Promise<T> {
  let copy = copies.get(key);
  if (!copy) {
    const folder = `${folderStart}${randomUUID()}`;
    copy = { folder, file: fetchCopy(folder, key, open), users: 0, timer: undefined };
    copies.set(key, copy);
  }
  clearTimeout(copy.timer);
  copy.users += 1;
  try {
    return await use(await copy.file);
  } catch (error) {
    // One that could not be fetched is not offered to the next.
    if (copies.get(key) === copy) await copy.file.catch(() => copies.delete(key));
    throw error;
  } finally {
    release(key, copy, lingerSeconds);
  }
}

/** Removes copies that no process can still use. @returns how many */
export async function removeOldCopies(olderThanSeconds: number): Promise<number> {
  const mine = new Set([...copies.values()].map(({ folder }) => folder));
  const old = (await listWorkFolders()).filter(({ name, modifiedAt }) => name.startsWith(folderStart) && !mine.has(name) && Date.now() - modifiedAt.getTime() >= olderThanSeconds * 1000);
  for (const { name } of old) await removeWorkFolder(name);
  return old.length;
}
