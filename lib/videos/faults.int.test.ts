import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createActor } from "@/db/factories";
import type { UserActor } from "@/lib/authz/actor";
import { env } from "@/lib/platform/env";
import { storage } from "@/lib/platform/storage/storage";
import { retryVideo } from "@/lib/videos/commands/retry-video";
import { processForTest, testFile, uploadForTest, videoRow } from "@/lib/videos/testing";

const realProgram = env().FFMPEG_PATH;
let owner: UserActor;
beforeAll(async () => {
  owner = await createActor({ role: "moderator" });
});
afterEach(() => {
  env().FFMPEG_PATH = realProgram;
});

/** Puts a script in FFmpeg's place; its arguments are written to the answered file, a line a call. */
async function replaceProgram(script: string): Promise<string> {
  const [file, calls] = [await testFile("ffmpeg"), await testFile("calls")];
  await writeFile(file, `#!/bin/sh\necho "$@" >> ${calls}\n${script}\n`);
  await chmod(file, 0o755);
  env().FFMPEG_PATH = file;
  return calls;
}

const workLeft = () => readdir(path.join(env().DATA_DIR, "work"));

/** What FFmpeg can do to us that a good source cannot help. */
describe("a conversion that fails for the machine's sake", () => {
  it("killed for its memory: once more with one thread, then a reason in words", async () => {
    const id = await uploadForTest(owner, { width: 160, height: 120, seconds: 1 });
    const calls = await replaceProgram("kill -KILL $$");
    expect(await processForTest(id)).toBe(false);
    const lines = (await readFile(calls, "utf8")).trim().split("\n");
    expect(lines.map((line) => line.includes("-threads 1 "))).toEqual([false, true]);
    expect([(await videoRow(id)).processingErrorCode, await workLeft()]).toEqual(["out_of_memory", []]);
  });

  it("no space: half of the output is removed, the source stays, and a retry with space makes the video", async () => {
    const id = await uploadForTest(owner, { width: 160, height: 120, seconds: 1 });
    await replaceProgram("echo half > 480p/segment_g1_00000.ts; echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1");
    expect(await processForTest(id)).toBe(false);
    const row = await videoRow(id);
    expect([row.processingStatus, row.processingErrorCode, await workLeft()]).toEqual(["failed", "no_space", []]);
    expect(await storage().stat(row.sourceKey)).not.toBeNull();

    env().FFMPEG_PATH = realProgram;
    await retryVideo(owner, id);
    expect(await processForTest(id)).toBe(true);
    expect([(await videoRow(id)).processingStatus, (await videoRow(id)).publishedGeneration]).toEqual(["ready", 2]);
  });

  it("a program that is missing or breaks down: a reason without a path of the server", async () => {
    const id = await uploadForTest(owner, { width: 160, height: 120, seconds: 1 });
    env().FFMPEG_PATH = "/nowhere/ffmpeg";
    expect(await processForTest(id)).toBe(false);
    expect((await videoRow(id)).processingErrorCode).toBe("internal");
  });

  it("a storyboard that cannot be made is done without", async () => {
    const id = await uploadForTest(owner, { width: 160, height: 120, seconds: 1 });
    await replaceProgram(`case "$*" in *tile=*) exit 1;; esac; exec ${realProgram} "$@"`);
    expect(await processForTest(id)).toBe(true);
    expect((await videoRow(id)).processingStatus).toBe("ready");
    await expect(storage().readText(`videos/${id}/g1/storyboard.vtt`)).rejects.toThrow("ENOENT");
  });
});
