import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { OpenFiles } from "@/lib/platform/storage/open-files";

let dir: string;
let files: OpenFiles;

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "atrium-open-"));
  files = new OpenFiles();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(dir, { recursive: true, force: true });
});

function write(name: string, text = name): string {
  const file = path.join(dir, name);
  writeFileSync(file, text);
  return file;
}

/** How often this process has a file open, by what the kernel says: a descriptor that is closed may be another file's soon. */
function openCount(file: string): number {
  return readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(file);
    } catch {
      return false;
    }
  }).length;
}

it.runIf(process.platform === "linux")("keeps a file open between readers, and closes it some seconds after the last", async () => {
  const file = write("a");
  const [first, second] = [await files.take(file), await files.take(file)];
  expect(first).toMatchObject({ sizeBytes: file.length - path.dirname(file).length - 1 });
  expect(second).toBe(first);
  expect(openCount(file)).toBe(1);
  files.release(first!);
  vi.advanceTimersByTime(60_000);
  expect(openCount(file)).toBe(1);
  files.release(second!);
  vi.advanceTimersByTime(10_000);
  await vi.waitFor(() => expect(openCount(file)).toBe(0));
});

it.runIf(process.platform === "linux")("does not close what was removed under a reader, and does not find it again", async () => {
  const file = write("folder-file");
  const taken = await files.take(file);
  rmSync(file);
  files.drop(dir);
  expect(await files.take(file)).toBeNull();
  expect(openCount(file)).toBe(1);
  files.release(taken!);
  await vi.waitFor(() => expect(openCount(file)).toBe(0));
});

it.runIf(process.platform === "linux")("keeps only so many, and two that opened a file at once leave none behind", async () => {
  const file = write("both");
  const both = await Promise.all([files.take(file), files.take(file)]);
  for (const each of both) files.release(each!);
  for (let i = 0; i < 140; i += 1) files.release((await files.take(write(`n${i}`)))!);
  await vi.waitFor(() => expect(openCount(dir)).toBe(128));
  files.drop(dir);
  await vi.waitFor(() => expect(openCount(dir)).toBe(0));
});

it("says that there is none", async () => {
  expect(await files.take(path.join(dir, "nothing"))).toBeNull();
  expect(await files.take(path.join(write("file"), "below"))).toBeNull();
  expect(await files.take(dir)).toBeNull();
});
