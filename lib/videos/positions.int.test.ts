import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { video, videoPosition } from "@/db/schema/videos";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { codeOf } from "@/lib/core/testing";
import { keepPosition } from "@/lib/videos/commands/keep-position";
import { shareVideo } from "@/lib/videos/commands/share-video";
import { videoParts } from "@/lib/videos/export-parts";
import { findPosition, listPositions } from "@/lib/videos/positions";
import { uploadForTest } from "@/lib/videos/testing";

const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
let owner: UserActor;
let id: number;

/** A video that can be played, as far as rows say. */
async function newVideo(values: Partial<typeof video.$inferInsert> = {}): Promise<number> {
  const made = await uploadForTest(owner, Buffer.from("x"));
  await db().update(video).set({ processingStatus: "ready", publishedGeneration: 1, durationSeconds: 100, ...values }).where(eq(video.id, made));
  return made;
}

beforeAll(async () => {
  owner = await createActor({ role: "moderator" });
  id = await newVideo();
});

test("where somebody is in a video is kept for them alone, and the newest place counts", async () => {
  const [ada, bob] = await Promise.all([createActor(), createActor()]);
  await keepPosition(ada, id, 31.5);
  await keepPosition(ada, id, 62.25);
  expect([await findPosition(ada, id), await findPosition(bob, id)]).toEqual([62.25, 0]);
  const other = await newVideo();
  await keepPosition(ada, other, 50);
  expect(await listPositions(ada)).toEqual([{ videoId: other, seconds: 50 }, { videoId: id, seconds: 62.25 }]);
});

test("at the start and near the end there is nothing to go on with", async () => {
  const ada = await createActor();
  for (const seconds of [3, 95]) {
    await keepPosition(ada, id, 50);
    await keepPosition(ada, id, seconds);
    expect(await findPosition(ada, id), String(seconds)).toBe(0);
  }
  // A short video has a middle too.
  const short = await newVideo({ durationSeconds: 8 });
  await keepPosition(ada, short, 4);
  expect(await findPosition(ada, short)).toBe(4);
});

test("the copy of somebody's data has their places and the links that they made, without what opens a video, and nobody else's", async () => {
  const [ada, bob] = await Promise.all([createActor({ role: "moderator" }), createActor({ role: "moderator" })]);
  await keepPosition(ada, id, 31.5);
  await keepPosition(bob, id, 60);
  const link = await shareVideo(ada, id, { note: "Grandma", expires_at: null });
  await shareVideo(bob, id, { note: "Somebody else", expires_at: null });
  const parts: Record<string, unknown[]> = {};
  for (const { name, rows } of videoParts) for await (const row of rows(ada.userId)) (parts[name] ??= []).push(row);
  expect(parts["video-positions"]).toEqual([{ videoId: id, title: expect.any(String), seconds: 31.5, updatedAt: expect.any(Date) }]);
  expect(parts["video-links"]).toEqual([{ id: link.id, videoId: id, note: "Grandma", createdAt: expect.any(Date), expiresAt: null, revokedAt: null, lastUsedAt: null }]);
});

test("for a video that one may not play nothing is kept", async () => {
  const ada = await createActor();
  const hidden = await newVideo({ visibility: "private" });
  expect([await codeOf(() => keepPosition(ada, hidden, 50)), await codeOf(() => keepPosition(ada, 999_999, 50)), await codeOf(() => keepPosition(anonymous, id, 50))]).toEqual(["not_found", "not_found", "unauthenticated"]);
  expect(await db().select().from(videoPosition).where(eq(videoPosition.userId, ada.userId))).toEqual([]);
});
