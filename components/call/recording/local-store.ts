/** What was recorded in this browser and is still only here. */
export type KeptRecording = { key: string; /** Of the room's recording that waits for it. */ id: string; slug: string; roomName: string; startedAt: string; type: string; sizeBytes: number };
type Facts = Omit<KeptRecording, "key" | "sizeBytes">;

const folderName = "local-recordings";
const factsName = "facts.json";

/** Whether this browser can keep files of its own while they grow. Without, a recording would be lost with its page. */
export function canKeepRecordings(): boolean {
  return typeof FileSystemFileHandle !== "undefined" && "createWritable" in FileSystemFileHandle.prototype && "storage" in navigator && "getDirectory" in navigator.storage;
}

async function root(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
}

async function write(folder: FileSystemDirectoryHandle, name: string, content: Blob | string): Promise<void> {
  const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await file.write(content);
  // Only now it is there, whole; a page that goes before that loses this part and no other.
  await file.close();
}

const lockOf = (key: string) => `${folderName}/${key}`;

/** Begins to keep a recording: each part is a file by itself, so that what is written outlasts the page. Until `done` it counts as still being written. */
export async function keepRecording(facts: Facts): Promise<{ key: string; add: (part: Blob) => Promise<void>; done: () => void }> {
  const key = crypto.randomUUID();
  const folder = await (await root()).getDirectoryHandle(key, { create: true });
  await write(folder, factsName, JSON.stringify(facts));
  // The browser asks nobody here; where it says no, what is kept may go when space is short.
  void navigator.storage.persist?.().catch(() => false);
  // Goes with the page, however that ends.
  let done = () => {};
  void navigator.locks.request(lockOf(key), () => new Promise<void>((resolve) => (done = resolve)));
  let count = 0;
  return { key, done: () => done(), add: (part) => write(folder, String((count += 1)).padStart(6, "0"), part) };
}

async function partsOf(folder: FileSystemDirectoryHandle): Promise<File[]> {
  const parts: File[] = [];
  for await (const [name, handle] of folder.entries()) if (handle.kind === "file" && name !== factsName) parts.push(await (handle as FileSystemFileHandle).getFile());
  return parts.sort((a, b) => a.name.localeCompare(b.name));
}

async function readOne(key: string, folder: FileSystemDirectoryHandle): Promise<KeptRecording | null> {
  try {
    const facts = JSON.parse(await (await (await folder.getFileHandle(factsName)).getFile()).text()) as Facts;
    const parts = await partsOf(folder);
    return { ...facts, key, sizeBytes: parts.reduce((sum, { size }) => sum + size, 0) };
  } catch {
    return null;
  }
}

/** What this browser keeps of a room, the newest first, without what is being recorded now. */
export async function listKept(slug: string): Promise<KeptRecording[]> {
  if (!canKeepRecordings()) return [];
  const busy = new Set((await navigator.locks.query()).held?.map(({ name }) => name));
  const found: KeptRecording[] = [];
  for await (const [key, handle] of (await root()).entries()) {
    if (handle.kind !== "directory" || busy.has(lockOf(key))) continue;
    const one = await readOne(key, handle as FileSystemDirectoryHandle);
    if (one?.slug === slug && one.sizeBytes > 0) found.push(one);
  }
  return found.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

/** The whole of it as one file: made of its parts on disk, not in memory. */
export async function fileOf({ key, type, roomName, startedAt }: KeptRecording): Promise<File> {
  const parts = await partsOf(await (await root()).getDirectoryHandle(key));
  const name = `${roomName} ${startedAt.slice(0, 10)}.${type.includes("mp4") ? "mp4" : "webm"}`;
  return new File(parts, name, { type: type.split(";")[0] ?? "", lastModified: Date.parse(startedAt) });
}

export async function discardKept(key: string): Promise<void> {
  await (await root()).removeEntry(key, { recursive: true });
}
