import { randomUUID } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { videoOutput } from "@/db/schema/videos";
import type { UserActor } from "@/lib/authz/actor";
import { env } from "@/lib/platform/env";
import { runChild } from "@/lib/platform/media/child";
import { writeSampleClip } from "@/lib/platform/media/sample-clip";
import { ladder } from "@/lib/videos/ladder";
import { segmentPrefix } from "@/lib/videos/playlist";
import { getPlayback, listVideos } from "@/lib/videos/queries";
import { processForTest, testFile, uploadFileForTest, uploadForTest, videoRow } from "@/lib/videos/testing";

let moderator: UserActor;
beforeAll(async () => {
  moderator = await createActor({ role: "moderator" });
});

async function outputOf(videoId: number) {
  const [output] = await db().select().from(videoOutput).where(eq(videoOutput.videoId, videoId));
  return { ...output!, folder: path.join(env().DATA_DIR, "storage", output!.storagePrefix) };
}

type Stream = { codec_type: string; codec_name: string; profile?: string; width?: number; height?: number; pix_fmt?: string; sample_rate?: string; channels?: number; sample_aspect_ratio?: string; avg_frame_rate?: string; color_transfer?: string };
async function streamsOf(file: string): Promise<Stream[]> {
  const text = await runChild(env().FFPROBE_PATH, ["-v", "error", "-show_streams", "-of", "json", file], { timeoutMs: 20_000 });
  return (JSON.parse(text) as { streams: Stream[] }).streams;
}

const seconds = (playlist: string) => [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map((match) => match[1]);

describe("processing makes a video of", () => {
  it("a film with sound: aligned rungs, its own sound in each, true figures in the master", { timeout: 60_000 }, async () => {
    const id = await uploadForTest(moderator, { width: 1280, height: 720, seconds: 5, frameRate: 10, extra: ["-g", "250"] });
    expect(await processForTest(id)).toBe(true);
    const row = await videoRow(id);
    expect([row.processingStatus, row.progress, row.publishedGeneration, row.leaseToken]).toEqual(["ready", 100, 1, null]);
    expect(row.durationSeconds).toBeCloseTo(5, 0);

    const { folder, renditions, hasStoryboard } = await outputOf(id);
    expect(renditions.map((rendition) => rendition.name)).toEqual(["480p", "720p"]);
    const lists = await Promise.all(["480p", "720p"].map((name) => readFile(path.join(folder, name, "index.m3u8"), "utf8")));
    expect(seconds(lists[0]!)).toHaveLength(2);
    expect(seconds(lists[0]!)).toEqual(seconds(lists[1]!));
    expect(lists[1]).toContain(`\n/api/video/${id}/720p/${segmentPrefix(1)}00000.ts\n`);

    const master = await readFile(path.join(folder, "master.m3u8"), "utf8");
    for (const { name, bandwidth, averageBandwidth, codecs, segments, bytes } of renditions) {
      const [video, sound] = await streamsOf(path.join(folder, name, "segment_g1_00000.ts"));
      expect([video!.codec_name, video!.pix_fmt, sound!.codec_name, sound!.sample_rate, sound!.channels]).toEqual(["h264", "yuv420p", "aac", "48000", 2]);
      expect(master).toContain(`RESOLUTION=${video!.width}x${video!.height},CODECS="${codecs}",FRAME-RATE=10.000\n/api/video/${id}/${name}/index.m3u8`);
      expect(codecs).toMatch(/^avc1\.6400[0-9a-f]{2},mp4a\.40\.2$/);
      const { size } = await stat(path.join(folder, name, "segment_g1_00000.ts"));
      expect(bandwidth).toBeGreaterThanOrEqual(Math.floor((size * 8) / Number(seconds(lists[0]!)[0])));
      expect(averageBandwidth).toBeLessThanOrEqual(bandwidth);
      const sizes = await Promise.all([0, 1].map(async (at) => (await stat(path.join(folder, name, `segment_g1_0000${at}.ts`))).size));
      expect([segments, bytes]).toEqual([2, sizes[0]! + sizes[1]!]);
    }
    const frames = await runChild(env().FFPROBE_PATH, ["-v", "error", "-select_streams", "v", "-show_entries", "packet=flags", "-read_intervals", "%+#1", "-of", "csv=p=0", path.join(folder, "480p", "segment_g1_00001.ts")], { timeoutMs: 20_000 });
    expect(frames.trim().startsWith("K")).toBe(true);

    const [poster] = await streamsOf(path.join(folder, "poster.jpg"));
    expect([poster!.codec_name, poster!.width, poster!.height]).toEqual(["mjpeg", 1280, 720]);
    expect(hasStoryboard).toBe(true);
    expect(await readFile(path.join(folder, "storyboard.vtt"), "utf8")).toContain(`/api/video/${id}/storyboard_01.jpg?g=1#xywh=160,0,160,90`);
    expect((await streamsOf(path.join(folder, "storyboard_01.jpg")))[0]!.width).toBe(1600);
    expect(await readdir(path.join(env().DATA_DIR, "work"))).toEqual([]);
  });
});

describe("processing refuses, in words, with nothing published", () => {
  const expectRefusal = async (id: number, code: string) => {
    expect(await processForTest(id)).toBe(false);
    const row = await videoRow(id);
    expect([row.processingStatus, row.processingErrorCode, row.publishedGeneration, row.leaseToken]).toEqual(["failed", code, null, null]);
    expect(await db().select().from(videoOutput).where(eq(videoOutput.videoId, id))).toEqual([]);
  };

  it("a picture that claims more pixels than memory should hold (M4)", async () => {
    const file = await testFile("bomb.mkv");
    await runChild(env().FFMPEG_PATH, ["-v", "error", "-f", "lavfi", "-i", "color=size=8448x4352:rate=1:duration=1", "-c:v", "mjpeg", "-q:v", "31", "-frames:v", "1", file], { timeoutMs: 60_000 });
    // FFprobe does not open such a picture at all and so tells no size.
    await expectRefusal(await uploadFileForTest(moderator, file), "no_picture_size");
  });

  it("a source that is gone", async () => {
    const id = await uploadForTest(moderator, Buffer.from("x"));
    const { rm } = await import("node:fs/promises");
    await rm(path.join(env().DATA_DIR, "storage", (await videoRow(id)).sourceKey));
    await expectRefusal(id, "source_missing");
  });
});

describe("a step that is repeated", () => {
  it("finds what the first try left, at every point, and publishes once", async () => {
    const steps = await import("@/lib/videos/pipeline/steps");
    const id = await uploadForTest(moderator, { width: 160, height: 120, seconds: 1 });
    const token = randomUUID();
    const plan = (await steps.probeVideo(id, token))!;
    expect((await steps.probeVideo(id, token))!.attempt.generation).toBe(plan.attempt.generation);
    // A killed process leaves a trial behind.
    const { workFolder } = await import("@/lib/platform/storage/work-folder");
    await writeFile(path.join(await workFolder(`video-${id}-g1-dead`), "half.ts"), "x");
    const first = await steps.transcodeVideo(plan);
    expect(await steps.transcodeVideo(plan)).toEqual(first);
    expect(await readdir(path.join(env().DATA_DIR, "work"))).toEqual([`video-${id}-g1`]);
    for (let i = 0; i < 2; i += 1) {
      expect(await steps.makeVideoPoster(plan)).toBe(true);
      expect(await steps.makeVideoStoryboard(plan)).toBe(true);
    }
    const { assembleOutput } = await import("@/lib/videos/pipeline/assemble-output");
    const rungs = ladder(plan.facts.width, plan.facts.height);
    const moved = await assembleOutput(plan.attempt, rungs, plan.facts, first!.seconds);
    expect(await assembleOutput(plan.attempt, rungs, plan.facts, first!.seconds)).toEqual(moved);
    expect(await steps.publishVideo(plan, first!.seconds)).toBe(true);
    expect(await db().select().from(videoOutput).where(eq(videoOutput.videoId, id))).toHaveLength(1);
    expect((await videoRow(id)).processingStatus).toBe("ready");
  });
});

describe("a film that players take as it is", () => {
  it("is shown before its renditions are made, to its audience too, and replaced by them", { timeout: 90_000 }, async () => {
    const steps = await import("@/lib/videos/pipeline/steps");
    const viewer = await createActor();
    const id = await uploadForTest(moderator, { width: 640, height: 360, seconds: 12, frameRate: 10, extra: ["-g", "20"] });
    const plan = (await steps.probeVideo(id, randomUUID()))!;
    const early = (await steps.showEarly(plan))!;
    expect(await videoRow(id)).toMatchObject({ processingStatus: "processing", publishedGeneration: 1, generation: 2, durationSeconds: expect.closeTo(12, 0) });
    expect(early.attempt.generation).toBe(2);
    // A step that is repeated finds it shown.
    expect(await steps.showEarly(plan)).toEqual(early);

    const { folder, renditions } = await outputOf(id);
    expect(renditions).toEqual([expect.objectContaining({ name: "480p", width: 640, height: 360, codecs: expect.stringMatching(/^avc1\.[0-9a-f]{6},mp4a\.40\.2$/) })]);
    const list = await readFile(path.join(folder, "480p", "index.m3u8"), "utf8");
    expect(list).toContain(`\n/api/video/${id}/480p/${segmentPrefix(1)}00000.ts\n`);
    for (const name of list.match(/segment_g1_\d+\.ts/g)!) {
      const frames = await runChild(env().FFPROBE_PATH, ["-v", "error", "-select_streams", "v", "-show_entries", "packet=flags", "-read_intervals", "%+#1", "-of", "csv=p=0", path.join(folder, "480p", name)], { timeoutMs: 20_000 });
      expect(frames.trim().startsWith("K"), name).toBe(true);
    }
    expect((await streamsOf(path.join(folder, "poster.jpg")))[0]!.codec_name).toBe("mjpeg");
    expect([(await getPlayback(viewer, id))[0].generation, (await listVideos(viewer)).some((each) => each.id === id)]).toEqual([1, false]);

    const made = (await steps.transcodeVideo(early))!;
    await steps.makeVideoPoster(early);
    await steps.makeVideoStoryboard(early);
    expect(await steps.publishVideo(early, made.seconds)).toBe(true);
    expect(await videoRow(id)).toMatchObject({ processingStatus: "ready", publishedGeneration: 2 });
    expect((await getPlayback(viewer, id)).map(({ generation }) => generation)).toEqual([2, 1]);
    expect(await readdir(path.join(env().DATA_DIR, "work"))).toEqual([]);
  });

  it("is not shown where its key frames are too far apart; nothing is left of the try, and it is made as ever", { timeout: 60_000 }, async () => {
    const steps = await import("@/lib/videos/pipeline/steps");
    const id = await uploadForTest(moderator, { width: 160, height: 120, seconds: 24, frameRate: 5, sound: false, extra: ["-g", "1000", "-sc_threshold", "0"] });
    const plan = (await steps.probeVideo(id, randomUUID()))!;
    expect(plan.facts.isPlayable).toBe(true);
    expect(await steps.showEarly(plan)).toEqual(plan);
    expect([await videoRow(id), await readdir(path.join(env().DATA_DIR, "work"))]).toMatchObject([{ publishedGeneration: null, generation: 1 }, []]);
    expect(await processForTest(id, plan.attempt.token)).toBe(true);
  });

  it("is not tried where a film is short, or of another kind and too small for a second rendition", async () => {
    const steps = await import("@/lib/videos/pipeline/steps");
    for (const clip of [{ seconds: 1 }, { seconds: 11, frameRate: 5, extra: ["-pix_fmt", "yuv422p"] }]) {
      const id = await uploadForTest(moderator, { width: 160, height: 120, sound: false, ...clip });
      const plan = (await steps.probeVideo(id, randomUUID()))!;
      expect(await steps.showEarly(plan)).toEqual(plan);
      expect((await videoRow(id)).publishedGeneration).toBeNull();
    }
  });
});

describe("a film that must be converted", () => {
  it("is shown in its smallest rendition first, which stays beside the larger ones, cut at the same frames", { timeout: 120_000 }, async () => {
    const steps = await import("@/lib/videos/pipeline/steps");
    const id = await uploadForTest(moderator, { width: 1280, height: 720, seconds: 11, frameRate: 10, extra: ["-pix_fmt", "yuv422p"] });
    const plan = (await steps.probeVideo(id, randomUUID()))!;
    const early = (await steps.showEarly(plan))!;
    expect(early).toMatchObject({ attempt: { generation: 2 }, made: { name: "480p", generation: 1 } });
    expect(await steps.showEarly(plan)).toEqual(early);
    const first = await outputOf(id);
    expect([first.renditions.map(({ name }) => name), (await videoRow(id)).publishedGeneration]).toEqual([["480p"], 1]);
    const before = await readFile(path.join(first.folder, "480p", "segment_g1_00001.ts"));
    const { progress } = await videoRow(id);
    expect(progress).toBeLessThanOrEqual(24);

    const made = (await steps.transcodeVideo(early))!;
    expect(await steps.transcodeVideo(early)).toEqual(made);
    await steps.makeVideoPoster(early);
    await steps.makeVideoStoryboard(early);
    expect(await steps.publishVideo(early, made.seconds)).toBe(true);
    const [output] = await db().select().from(videoOutput).where(and(eq(videoOutput.videoId, id), eq(videoOutput.generation, 2)));
    const folder = path.join(env().DATA_DIR, "storage", output!.storagePrefix);
    expect([output!.renditions.map(({ name }) => name), output!.hasStoryboard]).toEqual([["480p", "720p"], true]);
    const [small, large] = await Promise.all(["480p", "720p"].map((name) => readFile(path.join(folder, name, "index.m3u8"), "utf8")));
    expect(seconds(small!)).toEqual(seconds(large!));
    expect(small).toContain(`\n/api/video/${id}/480p/segment_g2_00001.ts\n`);
    expect(await readFile(path.join(folder, "480p", "segment_g2_00001.ts"))).toEqual(before);
    for (const name of ["480p", "720p"]) {
      const frames = await runChild(env().FFPROBE_PATH, ["-v", "error", "-select_streams", "v", "-show_entries", "packet=flags,pts_time", "-read_intervals", "%+#1", "-of", "csv=p=0", path.join(folder, name, "segment_g2_00001.ts")], { timeoutMs: 20_000 });
      expect(frames.trim().split("\n")[0], name).toMatch(/^\d+\.\d+,K/);
    }
    expect(await readdir(path.join(env().DATA_DIR, "work"))).toEqual([]);
  });

  it("is refused as cut off before anything of it is shown", { timeout: 60_000 }, async () => {
    const steps = await import("@/lib/videos/pipeline/steps");
    const whole = await testFile("whole.mp4");
    await writeSampleClip(whole, { width: 1280, height: 720, seconds: 12, frameRate: 10, sound: false, extra: ["-pix_fmt", "yuv422p", "-movflags", "+faststart"] });
    const bytes = await readFile(whole);
    const id = await uploadForTest(moderator, bytes.subarray(0, bytes.length / 2));
    const plan = (await steps.probeVideo(id, randomUUID()))!;
    expect(await steps.showEarly(plan)).toBeNull();
    expect(await videoRow(id)).toMatchObject({ processingStatus: "failed", processingErrorCode: "truncated", publishedGeneration: null });
    expect(await readdir(path.join(env().DATA_DIR, "work"))).toEqual([]);
  });
});
