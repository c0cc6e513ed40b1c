import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { diskStorage } from "@/lib/platform/storage/disk";

let base: string;
let storage: ReturnType<typeof diskStorage>;
beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), "atrium-disk-"));
  storage = diskStorage(path.join(base, "store"));
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function localFile(text: string): Promise<string> {
  const file = path.join(base, "local");
  await writeFile(file, text);
  return file;
}

describe("disk storage", () => {
  it("puts a file once: the first content of a key stays, and the local file too", async () => {
    const file = await localFile("first");
    await storage.putFile(file, "a/b");
    await rm(file);
    await storage.putFile(await localFile("second"), "a/b");
    expect(await storage.readText("a/b")).toBe("first");
    expect((await stat(file)).isFile()).toBe(true);
    expect((await storage.stat("a/b"))?.sizeBytes).toBe(5);
  });

  it("reads a part", async () => {
    await storage.putFile(await localFile("0123456789"), "digits");
    const chunks: Buffer[] = [];
    for await (const chunk of await storage.open("digits", { start: 2, end: 5 })) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe("2345");
  });

  it("publishes a folder as a whole, and doing it again is fine", async () => {
    const folder = path.join(base, "work");
    await mkdir(path.join(folder, "480p"), { recursive: true });
    await writeFile(path.join(folder, "480p", "x.ts"), "x");
    await storage.publishFolder(folder, "videos/1/g1");
    await storage.publishFolder(folder, "videos/1/g1");
    expect(await readFile(path.join(base, "store", "videos/1/g1/480p/x.ts"), "utf8")).toBe("x");
    await expect(storage.publishFolder(folder, "videos/1/g2")).rejects.toThrow("ENOENT");
  });

  it("says that nothing is there, and removes nothing twice", async () => {
    expect(await storage.stat("nothing")).toBeNull();
    expect(await storage.list("nothing")).toEqual([]);
    await storage.remove("nothing");
    await expect(storage.open("nothing")).rejects.toThrow("ENOENT");
    await mkdir(path.join(base, "store", "folder"), { recursive: true });
    expect(await storage.stat("folder")).toBeNull();
  });

  it.each(["../secret", "a/../../b", "/etc/passwd", "a//b", "", ".hidden", "a/.", "a\\b", "a\0b"])("never reaches the disk with the key %j", async (key) => {
    await expect(async () => storage.stat(key)).rejects.toThrow("not a storage key");
    await expect(async () => storage.remove(key)).rejects.toThrow("not a storage key");
  });
});
