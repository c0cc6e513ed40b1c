import { appendFile } from "node:fs/promises";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call, callCaption, callVisit } from "@/db/schema/calls";
import { recording } from "@/db/schema/recordings";
import type { room } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import type { UserActor } from "@/lib/authz/actor";
import { formerUser } from "@/lib/chat/contract";
import { storage } from "@/lib/platform/storage/storage";
import { findNamedChapters, forgetSpeaker } from "@/lib/recordings/commands/forget-speaker";
import { keepChapters } from "@/lib/recordings/commands/keep-chapters";
import { recordingParts } from "@/lib/recordings/export-parts";
import { findTracksOfRecording } from "@/lib/recordings/publishing";
import { getRecording } from "@/lib/recordings/queries/recordings";
import { noteSpeaker } from "@/lib/recordings/speakers";
import { makeWorkFile, workFileOf } from "@/lib/recordings/work-file";
import { addRecordingTracks } from "@/lib/videos/commands/add-recording-tracks";
import { renameChapters } from "@/lib/videos/commands/rename-chapters";
import { findCaptionFile, findTracks } from "@/lib/videos/tracks";

let owner: UserActor, grace: UserActor;
let at: typeof room.$inferSelect;
let callId: number;
const minute = 60_000;

/** A saved recording of three minutes, begun a minute after its call. */
async function saved(): Promise<string> {
  const begun = Date.now() - 10 * minute;
  const [running] = await db().insert(call).values({ roomId: at.id, startedAt: new Date(begun), endedAt: new Date() }).returning();
  callId = running!.id;
  const visit = (identity: string, name: string, after: number) => ({ callId, participantSid: `PA_${crypto.randomUUID()}`, identity, name, joinedAt: new Date(begun + after * minute), leftAt: new Date() });
  await db().insert(callVisit).values([visit(`u${owner.userId}`, "Ada", 0), visit(`u${grace.userId}`, "Grace", 0), visit(`u${grace.userId}`, "Admiral Grace", 2.5), visit("g7", "Linus", 0)]);
  const [row] = await db().insert(recording).values({ roomId: at.id, callId, startedBy: owner.userId, mode: "room_composite", engine: "builtin", status: "saved", storageKey: `recordings/${crypto.randomUUID()}.mp4`, startedAt: new Date(begun + minute), durationSeconds: 180 }).returning();
  await makeWorkFile(row!.id);
  return row!.id;
}

async function speak(id: string): Promise<void> {
  const turns: [number, string][] = [[0, `u${owner.userId}`], [50, "g7"], [100, "EG_recorder"], [101, `u${grace.userId}`], [140, `u${owner.userId}`]];
  for (const [second, identity] of turns) await noteSpeaker(id, { at: second, identity });
  // Cut off when its process was killed.
  await appendFile(path.join(path.dirname(workFileOf(id)), "speakers.jsonl"), '{"at":170,"iden');
}

const say = (identity: string, startMs: number, endMs: number, content: string) => db().insert(callCaption).values({ callId, identity, segment: crypto.randomUUID(), startMs, endMs, content });
const titles = [[0, "Ada"], [50, "Linus"], [101, "Admiral Grace"], [140, "Ada"]];

beforeEach(async () => {
  [owner, grace] = await Promise.all([createActor({ name: "Ada" }), createActor({ name: "Grace" })]);
  at = await createRoomWith([[owner, "owner"], [grace, "member"]]);
});

test("a recording has chapters of who spoke, under the names of then, guests too; whom the call does not know has none", async () => {
  const id = await saved();
  expect(await keepChapters(id, 180)).toBe(0);
  await speak(id);
  for (const _ of [1, 2]) expect(await keepChapters(id, 180)).toBe(4);
  expect((await getRecording(grace, at.slug, id)).chapters.map(({ start, title }) => [start, title])).toEqual(titles);
});

test("what was said while it ran goes along as captions, with times of its file; what was said before and after does not", async () => {
  const id = await saved();
  expect(await getRecording(grace, at.slug, id)).toMatchObject({ captions_url: null, chapters: [] });
  await say(`u${owner.userId}`, 30_000, 50_000, "before");
  await say(`u${grace.userId}`, 58_000, 61_500, "Are we <on>?");
  await say("g7", 120_000, 120_200, "Yes.");
  await say("g7", 241_000, 243_000, "after");
  expect((await getRecording(grace, at.slug, id)).captions_url).toBe(`/api/recordings/${id}/captions/`);
  const { captions } = await findTracksOfRecording(id);
  expect(captions!.split("\n").filter((line) => line !== "")).toEqual([
    "WEBVTT", "00:00:00.000 --> 00:00:01.500", "<v Admiral Grace>Are we &lt;on&gt;?</v>", "00:01:00.000 --> 00:01:01.000", "<v Linus>Yes.</v>",
  ]);
});

test("a video that is made of it gets both once, and what its owner made of them stays", async () => {
  const id = await saved();
  await speak(id);
  await keepChapters(id, 180);
  await say("g7", 120_000, 121_000, "Yes.");
  const [made] = await db().insert(video).values({ ownerId: owner.userId, title: "Call", sourceKey: `sources/${id}`, sourceName: "recording.mp4", sourceSizeBytes: 1, sourceSha256: "0" }).returning();
  const tracks = await findTracksOfRecording(id);
  for (const _ of [1, 2]) await addRecordingTracks(made!.id, tracks);
  const { chapters, captions } = await findTracks(made!.id);
  expect(chapters.map(({ start, title }) => [start, title])).toEqual(titles);
  expect(captions).toMatchObject([{ language: "und", default: false }]);
  const { key } = (await findCaptionFile(made!.id, captions[0]!.id))!;
  expect((await storage().stat(key))?.sizeBytes).toBe(Buffer.byteLength(tracks.captions!));
  await renameChapters([{ videoId: made!.id, startMs: 50_000, name: "Linus" }], "Questions");
  await addRecordingTracks(made!.id, tracks);
  expect((await findTracks(made!.id)).chapters[1]?.title).toBe("Questions");
});

test("of somebody whose account is deleted no chapter keeps the name, neither here nor in the video", async () => {
  const id = await saved();
  await speak(id);
  await keepChapters(id, 180);
  const mine = recordingParts.find(({ name }) => name === "recording_chapters")!;
  const given: unknown[] = [];
  for await (const row of mine.rows(grace.userId)) given.push(row);
  expect(given).toEqual([{ recordingId: id, roomId: at.id, startMs: 101_000, name: "Admiral Grace" }]);
  const [made] = await db().insert(video).values({ ownerId: owner.userId, title: "Call", sourceKey: `sources/${id}`, sourceName: "recording.mp4", sourceSizeBytes: 1, sourceSha256: "0" }).returning();
  await addRecordingTracks(made!.id, await findTracksOfRecording(id));
  await db().update(recording).set({ videoId: made!.id }).where(eq(recording.id, id));
  for (const _ of [1, 2]) {
    await renameChapters(await findNamedChapters(grace.userId), formerUser.username);
    await forgetSpeaker(grace.userId);
  }
  const after = [[0, "Ada"], [50, "Linus"], [101, formerUser.username], [140, "Ada"]];
  expect((await getRecording(owner, at.slug, id)).chapters.map(({ start, title }) => [start, title])).toEqual(after);
  expect((await findTracks(made!.id)).chapters.map(({ start, title }) => [start, title])).toEqual(after);
  expect(await db().execute(sql`select 1 from video_chapter where title like '%Grace%' and video_id = ${made!.id}`)).toHaveLength(0);
});
