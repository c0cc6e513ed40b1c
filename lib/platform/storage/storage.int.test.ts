import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { parseEnv } from "@/lib/platform/env";
import { diskStorage } from "@/lib/platform/storage/disk";
import { s3Storage } from "@/lib/platform/storage/s3";
import { loadSdk, s3Client, s3PlaceOf, type S3Place } from "@/lib/platform/storage/s3-client";
import type { Storage } from "@/lib/platform/storage/types";
import { startS3 } from "@/server/testing-s3.mjs";

/* What every storage promises, asked of each kind: of a disk, and of a real server that speaks S3's protocol. */

let base: string;
let s3: Awaited<ReturnType<typeof startS3>>;
let place: S3Place;
beforeAll(async () => {
  s3 = await startS3();
  place = s3PlaceOf(parseEnv({ ...process.env, ...s3.env }));
});
afterAll(() => s3.stop());
beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), "atrium-storage-"));
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function localFile(content: string | Buffer): Promise<string> {
  const file = path.join(base, randomUUID());
  await writeFile(file, content);
  return file;
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const kinds: [name: string, make: () => Storage][] = [
  ["disk", () => diskStorage(path.join(base, "store"))],
  ["s3", () => s3Storage(place)],
];

describe.each(kinds)("a storage on %s", (_name, make) => {
  let storage: Storage;
  /** Tests share the bucket. */
  let own: string;
  beforeEach(() => {
    storage = make();
    own = randomUUID();
  });

  it("puts a file once: the first content of a key stays, and the local file too", async () => {
    const file = await localFile("first");
    await storage.putFile(file, `${own}/b`);
    await storage.putFile(await localFile("second"), `${own}/b`);
    expect(await storage.readText(`${own}/b`)).toBe("first");
    expect((await stat(file)).isFile()).toBe(true);
    expect((await storage.stat(`${own}/b`))?.sizeBytes).toBe(5);
    await storage.putFile(await localFile(""), `${own}/empty`);
    expect((await storage.stat(`${own}/empty`))?.sizeBytes).toBe(0);
  });

  it("reads a part", async () => {
    await storage.putFile(await localFile("0123456789"), `${own}/digits`);
    expect((await bytesOf(await storage.open(`${own}/digits`, { start: 2, end: 5 }))).toString()).toBe("2345");
    expect((await bytesOf(await storage.open(`${own}/digits`))).toString()).toBe("0123456789");
  });

  it("keeps a file of many parts byte by byte", async () => {
    const bytes = Buffer.alloc(17 * 1024 ** 2 + 5);
    for (let at = 0; at + 4 < bytes.length; at += 4096) bytes.writeUInt32LE(at, at);
    await storage.putFile(await localFile(bytes), `${own}/large`);
    expect((await storage.stat(`${own}/large`))?.sizeBytes).toBe(bytes.length);
    expect((await bytesOf(await storage.open(`${own}/large`))).equals(bytes)).toBe(true);
    const across = { start: 8 * 1024 ** 2 - 10, end: 8 * 1024 ** 2 + 10 };
    expect((await bytesOf(await storage.open(`${own}/large`, across))).equals(bytes.subarray(across.start, across.end + 1))).toBe(true);
  });

  it("publishes a folder as a whole, and doing it again is fine", async () => {
    const folder = path.join(base, "work");
    await mkdir(path.join(folder, "480p"), { recursive: true });
    await writeFile(path.join(folder, "480p", "x.ts"), "x");
    await writeFile(path.join(folder, "master.m3u8"), "m");
    await storage.publishFolder(folder, `${own}/g1`);
    await storage.publishFolder(folder, `${own}/g1`);
    expect(await storage.readText(`${own}/g1/480p/x.ts`)).toBe("x");
    expect((await storage.list(`${own}/g1`)).sort()).toEqual(["480p", "master.m3u8"]);
    expect(await readdir(base)).not.toContain("work");
    await expect(storage.publishFolder(folder, `${own}/g2`)).rejects.toThrow("ENOENT");
  });

  it("lends a local file with an object's bytes, and says that there is none", async () => {
    await storage.putFile(await localFile("bytes"), `${own}/a`);
    const size = (file: string) => stat(file).then((found) => found.size);
    expect(await storage.withLocalFile(`${own}/a`, size)).toBe(5);
    expect(await storage.withLocalFile(`${own}/a`, size)).toBe(5);
    await expect(storage.withLocalFile(`${own}/none`, size)).rejects.toMatchObject({ code: "ENOENT", path: expect.stringContaining(`${own}/none`) });
  });

  it("lists what is directly below, and removes an object or all below a prefix, and nothing beside it", async () => {
    for (const key of ["g1/a", "g1/480p/b", "g10/c", "g1.txt"]) await storage.putFile(await localFile(key), `${own}/${key}`);
    expect((await storage.list(own)).sort()).toEqual(["g1", "g1.txt", "g10"]);
    await storage.remove(`${own}/g1`);
    expect((await storage.list(own)).sort()).toEqual(["g1.txt", "g10"]);
    await storage.remove(`${own}/g1.txt`);
    await storage.remove(`${own}/g1.txt`);
    expect(await storage.list(own)).toEqual(["g10"]);
  });

  it("says that nothing is there", async () => {
    expect(await storage.stat(`${own}/nothing`)).toBeNull();
    expect(await storage.list(`${own}/nothing`)).toEqual([]);
    await storage.remove(`${own}/nothing`);
    await expect(storage.open(`${own}/nothing`)).rejects.toMatchObject({ code: "ENOENT" });
    await storage.putFile(await localFile("x"), `${own}/folder/x`);
    expect(await storage.stat(`${own}/folder`)).toBeNull();
    await storage.check();
  });

  it.each(["../secret", "a/../../b", "/etc/passwd", "a//b", "", ".hidden", "a/.", "a\\b", "a\0b"])("never reaches out with the key %j", async (key) => {
    await expect(async () => storage.stat(key)).rejects.toThrow("not a storage key");
    await expect(async () => storage.open(key)).rejects.toThrow("not a storage key");
    await expect(async () => storage.remove(key)).rejects.toThrow("not a storage key");
  });
});

describe("only on s3", () => {
  it("removes more than one page of a listing", async () => {
    const storage = s3Storage(place, { listedAtOnce: 3, deletedAtOnce: 2 });
    const prefix = randomUUID();
    for (const name of ["a", "b", "c", "d", "e/f", "e/g", "h"]) await storage.putFile(await localFile(name), `${prefix}/${name}`);
    expect((await storage.list(prefix)).sort()).toEqual(["a", "b", "c", "d", "e", "h"]);
    await storage.remove(prefix);
    expect(await storage.list(prefix)).toEqual([]);
  });

  it("gives an address that reads one object for a moment, and no other", async () => {
    const storage = s3Storage({ ...place, publicEndpoint: s3.endpoint.replace("127.0.0.1", "localhost") });
    const key = `${randomUUID()}/segment`;
    await storage.putFile(await localFile("0123456789"), key);
    const address = await storage.addressOf(key, { type: "video/mp2t", cacheControl: "private" }, 60);
    expect(address).toMatch(/^http:\/\/localhost:\d+\/.*X-Amz-Expires=60.*X-Amz-Signature=[0-9a-f]{64}/);
    const answer = await fetch(address ?? "", { headers: { range: "bytes=2-4" } });
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([206, "video/mp2t", "234"]);
  });

  it("forgets parts that nobody has finished", async () => {
    const [sdk, client] = await Promise.all([loadSdk(), s3Client(place)]);
    await client.send(new sdk.CreateMultipartUploadCommand({ Bucket: place.bucket, Key: "half" }));
    // This server dates all of them in 2010.
    expect(await s3Storage(place).removeUnfinished(100 * 365 * 86_400)).toBe(0);
    expect(await s3Storage(place).removeUnfinished(3600)).toBe(1);
    expect(await s3Storage(place).removeUnfinished(3600)).toBe(0);
  });
});

test("a store that is away is said to be, and nothing counts as stored", async () => {
  const gone = await startS3();
  const storage = s3Storage({ ...place, endpoint: gone.endpoint });
  await storage.putFile(await localFile("kept"), "kept");
  await gone.stop();
  const file = await localFile("x");
  const asks = [() => storage.stat("kept"), () => storage.open("kept"), () => storage.putFile(file, "new"), () => storage.remove("kept"), () => storage.check()];
  for (const ask of asks) await expect(ask()).rejects.toMatchObject({ code: "upstream_failed" });
});
