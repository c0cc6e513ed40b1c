import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { videoOutput } from "@/db/schema/videos";
import type { UserActor } from "@/lib/authz/actor";
import { env } from "@/lib/platform/env";
import { runChild } from "@/lib/platform/media/child";
import { checkOutput, type CheckedRendition } from "@/lib/videos/testing-output";
import { processForTest, testFile, uploadFileForTest, videoRow } from "@/lib/videos/testing";

/*
 * What people upload, made by FFmpeg: each is odd in one way, and becomes what its playlists say or is refused with its
 * own sentence. Few pixels and short lengths: what is looked at does not depend on them.
 */

let moderator: UserActor;
beforeAll(async () => {
  moderator = await createActor({ role: "moderator" });
});

const ffmpeg = (args: readonly string[]) => runChild(env().FFMPEG_PATH, ["-hide_banner", "-nostdin", "-v", "error", "-y", ...args], { timeoutMs: 60_000 });
const picture = (size: string, seconds = 1, rate = 12) => ["-f", "lavfi", "-i", `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`];
const tone = (seconds = 1, more = "") => ["-f", "lavfi", "-i", `sine=frequency=440:duration=${seconds}${more}`];
const x264 = ["-c:v", "libx264", "-preset", "ultrafast"];
const plain = [...x264, "-pix_fmt", "yuv420p"];
const hevc = (more = "") => ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", `log-level=error${more}`];
const pq = ["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"];

async function made(name: string, args: readonly string[]): Promise<string> {
  const file = await testFile(name);
  await ffmpeg([...args, `file:${file}`]);
  return file;
}
async function turned(): Promise<string> {
  return made("turned.mp4", ["-i", await made("flat.mp4", [...picture("160x120"), ...plain]), "-c", "copy", "-metadata:s:v", "rotate=90"]);
}
/** Some bytes of the film itself are others; its index is whole. */
async function rotten(): Promise<string> {
  const file = await made("rotten.mp4", [...picture("160x120", 2), ...tone(2), ...plain, "-c:a", "aac", "-g", "6", "-movflags", "+faststart"]);
  const bytes = await readFile(file);
  for (let at = Math.floor(bytes.length * 0.6); at < bytes.length * 0.62; at += 97) bytes[at] = bytes[at]! ^ 0x5a;
  await writeFile(file, bytes);
  return file;
}

const one = (width: number, height: number, more: Partial<CheckedRendition> = {}) => [{ name: "480p", width, height, hasSound: false, frameRate: 12, ...more }];
const aac = ["-c:a", "aac"];

type Case = [what: string, make: () => Promise<string>, expected: CheckedRendition[]];
const accepted: Case[] = [
  ["a portrait", () => made("a.mp4", [...picture("180x320"), ...plain]), one(180, 320)],
  ["a picture of 4:3 with sound", () => made("a.mp4", [...picture("320x240"), ...tone(), ...plain, ...aac]), one(320, 240, { hasSound: true })],
  ["an odd size", () => made("a.mkv", [...picture("319x241"), ...x264, "-pix_fmt", "yuv444p"]), one(318, 240)],
  ["wide pixels", () => made("a.mp4", [...picture("160x120"), ...plain, "-aspect", "16:9"]), one(212, 120)],
  ["a picture that its camera turned", turned, one(120, 160)],
  ["ten bits", () => made("a.mp4", [...picture("160x120"), ...x264, "-pix_fmt", "yuv420p10le"]), one(160, 120)],
  ["4:2:2", () => made("a.mp4", [...picture("160x120"), ...x264, "-pix_fmt", "yuv422p"]), one(160, 120)],
  ["4:4:4", () => made("a.mp4", [...picture("160x120"), ...x264, "-pix_fmt", "yuv444p"]), one(160, 120)],
  ["HDR", () => made("a.mp4", [...picture("160x120"), "-pix_fmt", "yuv420p10le", ...hevc(":colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"), ...pq]), one(160, 120)],
  ["HEVC", () => made("a.mp4", [...picture("160x120"), "-pix_fmt", "yuv420p", ...hevc()]), one(160, 120)],
  ["WebM", () => made("a.webm", [...picture("160x120"), ...tone(), "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"]), one(160, 120, { hasSound: true })],
  ["a recording whose head tells no length", () => made("a.webm", [...picture("160x120"), "-c:v", "libvpx", "-deadline", "realtime", "-live", "1"]), one(160, 120)],
  ["sound that ends early", () => made("a.mp4", [...picture("160x120", 2), ...tone(0.5), ...plain, ...aac]), one(160, 120, { hasSound: true })],
  ["six channels at 96 kHz", () => made("a.mkv", [...picture("160x120"), ...tone(1, ":sample_rate=96000"), ...plain, "-af", "pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0", "-c:a", "flac"]), one(160, 120, { hasSound: true })],
  ["frames at uneven times", () => made("a.mkv", [...picture("160x120", 2, 24), "-vf", "select='not(mod(n\\,2))+lt(t\\,0.5)'", "-vsync", "vfr", ...plain]), one(160, 120, { frameRate: expect.any(Number) as number })],
  ["120 frames a second", () => made("a.mp4", [...picture("160x120", 0.6, 120), ...plain]), one(160, 120, { frameRate: 60 })],
  ["two fields a picture", () => made("a.mp4", [...picture("160x120", 1, 25), ...plain, "-vf", "setfield=tff", "-flags", "+ilme+ildct"]), one(160, 120, { frameRate: 25 })],
  ["a tiny picture", () => made("a.mp4", [...picture("48x32"), ...plain]), one(48, 32)],
  ["a very wide picture", () => made("a.mp4", [...picture("640x90"), ...plain]), one(640, 90)],
  ["half a second", () => made("a.mp4", [...picture("160x120", 0.5), ...plain]), one(160, 120)],
  ["bytes that rotted", rotten, one(160, 120, { hasSound: true })],
  [
    "enough pixels for two renditions, over more than one segment",
    () => made("a.mp4", [...picture("1280x720", 5), ...tone(5), ...plain, "-g", "250", ...aac]),
    [{ name: "480p", width: 854, height: 480, hasSound: true, frameRate: 12 }, { name: "720p", width: 1280, height: 720, hasSound: true, frameRate: 12 }],
  ],
];

const plainText = (name: string, text: string) => async () => {
  const file = await testFile(name);
  await writeFile(file, text);
  return file;
};
async function cut(share: number, more: readonly string[] = []): Promise<string> {
  const file = await made("whole.mp4", [...picture("160x120", 3), ...plain, "-g", "6", ...more]);
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, Math.floor(bytes.length * share)));
  return file;
}
/** A film of somebody else that a playlist names by its path. */
const secret = () => made("secret.mp4", [...picture("160x120"), ...plain]);

const refused: [what: string, make: () => Promise<string>, code: string][] = [
  ["a film that was cut off behind its index", () => cut(0.5, ["-movflags", "+faststart"]), "truncated"],
  ["a film that was cut off before its index", () => cut(0.7), "unreadable"],
  ["sound alone", () => made("song.m4a", [...tone(), ...aac]), "no_video"],
  ["sound with a cover", async () => made("song.m4a", [...tone(), "-i", await made("cover.png", [...picture("64x64"), "-frames:v", "1"]), "-map", "0", "-map", "1", ...aac, "-c:v", "copy", "-disposition:v:0", "attached_pic"]), "no_video"],
  ["a letter", plainText("a.mp4", "This is a letter, not a film.\n".repeat(50)), "unreadable"],
  ["a page", plainText("a.mp4", "<!doctype html><title>A film</title>"), "unreadable"],
  ["an archive", plainText("a.mp4", "PK\u0003\u0004\u0014\u0000 archive ".repeat(20)), "unreadable"],
  ["bytes without a meaning", plainText("a.mp4", Array.from({ length: 4_000 }, (_, i) => String.fromCharCode((i * 7919) % 251)).join("")), "unreadable"],
  ["nothing", plainText("a.mp4", ""), "empty"],
  ["a playlist that names a local file (M1)", async () => plainText("a.mp4", `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${await secret()}\n#EXT-X-ENDLIST\n`)(), "unreadable"],
  ["a playlist that names an address (M2)", plainText("a.mp4", "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.ts\n#EXT-X-ENDLIST\n"), "unreadable"],
  ["a list of files by their whole path (M3)", async () => plainText("a.mp4", `ffconcat version 1.0\nfile '${await secret()}'\n`)(), "unreadable"],
  ["a list of files beside it (M3)", plainText("a.mp4", "ffconcat version 1.0\nfile 'secret.mp4'\n"), "unreadable"],
];

describe("what is odd becomes a video that is what its playlists say (M6, M7, M8, M9):", () => {
  it.each(accepted)("%s", { timeout: 60_000 }, async (_, make, expected) => {
    const id = await uploadFileForTest(moderator, await make());
    expect(await processForTest(id), String((await videoRow(id)).processingErrorCode)).toBe(true);
    const [output] = await db().select().from(videoOutput).where(eq(videoOutput.videoId, id));
    expect(await checkOutput(path.join(env().DATA_DIR, "storage", output!.storagePrefix), id)).toEqual(expected);
  });
});

describe("what is no video is refused with its own sentence, and nothing is published (M1 to M6):", () => {
  it.each(refused)("%s", { timeout: 60_000 }, async (_, make, code) => {
    const id = await uploadFileForTest(moderator, await make());
    expect(await processForTest(id)).toBe(false);
    expect(await videoRow(id)).toMatchObject({ processingStatus: "failed", processingErrorCode: code, publishedGeneration: null, leaseToken: null });
    expect(await db().$count(videoOutput, eq(videoOutput.videoId, id))).toBe(0);
  });
});
