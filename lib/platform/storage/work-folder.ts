import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/platform/env";

/** Half-done work, on the file system of the storage. */
function root(): string {
  return path.join(env().DATA_DIR, "work");
}

/** Path of a folder for work under way; its name says whose it is. Made empty when `fresh`. */
export async function workFolder(name: string, options: { fresh: boolean } = { fresh: false }): Promise<string> {
  const folder = path.join(root(), name);
  if (options.fresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

export function workFolderPath(name: string): string {
  return path.join(root(), name);
}

/** Names of all work folders, with the time they were last written to. */
export async function listWorkFolders(): Promise<{ name: string; modifiedAt: Date }[]> {
  const names = await readdir(root()).catch(() => [] as string[]);
  const found = await Promise.all(names.map(async (name) => ({ name, info: await stat(path.join(root(), name)).catch(() => null) })));
  return found.flatMap(({ name, info }) => (info?.isDirectory() ? [{ name, modifiedAt: info.mtime }] : []));
}

export async function removeWorkFolder(name: string): Promise<void> {
  await rm(path.join(root(), name), { recursive: true, force: true });
}
