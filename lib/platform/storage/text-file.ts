import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { removeWorkFolder, workFolder } from "@/lib/platform/storage/work-folder";

/** Whether a work folder is one of these; one that a killed process left is older than moments. */
export function isTextFolder(name: string): boolean {
  return name.startsWith("text-");
}

/** Runs `use` with a file that has the text and is gone afterwards, on the file system of the storage. */
export async function withTextFile<T>(text: string, use: (file: string) => Promise<T>): Promise<T> {
  const name = `text-${randomUUID()}`;
  const file = path.join(await workFolder(name), "text");
  try {
    await writeFile(file, text);
    return await use(file);
  } finally {
    await removeWorkFolder(name);
  }
}
