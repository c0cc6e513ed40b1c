import { and, eq, inArray } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { video, videoCategory } from "@/db/schema/videos";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { codeOf } from "@/lib/core/testing";
import { listManagedCategories, readCategoryOrder } from "@/lib/videos/categories";
import { createCategory, deleteCategory, orderCategories, renameCategory } from "@/lib/videos/commands/change-categories";
import { changeVideo, deleteVideo } from "@/lib/videos/commands/change-video";
import { changeVideos } from "@/lib/videos/commands/change-videos";
import { uploadForTest, videoRow } from "@/lib/videos/testing";

const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
let moderator: UserActor;
let person: UserActor;

beforeEach(async () => {
  await db().delete(video);
  await db().delete(videoCategory);
  await db().delete(auditEntry);
  [moderator, person] = await Promise.all([createActor({ role: "moderator" }), createActor()]);
});

const upload = async (category = "", ownerId = moderator.userId) => {
  const id = await uploadForTest(moderator, Buffer.from("a film"), { category });
  await db().update(video).set({ ownerId }).where(eq(video.id, id));
  return id;
};
const state = async () => ({ categories: await readCategoryOrder(), videos: (await db().select({ category: video.category }).from(video).orderBy(video.id)).map(({ category }) => category), audit: (await db().select({ action: auditEntry.action }).from(auditEntry).orderBy(auditEntry.id)).map(({ action }) => action).filter((action) => action !== "video.uploaded") });
const idOf = async (name: string) => (await listManagedCategories(moderator)).find((each) => each.name === name)!.id;

test("what somebody types at a video becomes a category, in one spelling for all", async () => {
  await upload("Tours");
  const other = await upload();
  expect((await changeVideo(moderator, other, { category: "tOURS" })).category).toBe("Tours");
  await changeVideo(moderator, other, { category: "Talks" });
  expect(await listManagedCategories(moderator)).toEqual([{ id: expect.any(Number), name: "Tours", videos: 1 }, { id: expect.any(Number), name: "Talks", videos: 1 }]);
});

test("moderators make, rename, order and delete; its videos go along, into another one or into none, deleted ones too", async () => {
  const [first, gone] = [await upload("Tours"), await upload("Tours")];
  await deleteVideo(moderator, gone);
  const talks = await createCategory(moderator, { name: "Talks" });
  const tours = await idOf("Tours");
  expect(await renameCategory(moderator, tours, { name: "TOURS" })).toEqual({ id: tours, name: "TOURS", videos: 1 });
  await orderCategories(moderator, { ids: [talks.id, tours] });
  await orderCategories(moderator, { ids: [talks.id, tours] });
  expect(await state()).toMatchObject({ categories: ["Talks", "TOURS"], videos: ["TOURS", "TOURS"] });
  expect(await deleteCategory(moderator, tours, talks.id)).toEqual({ videos: 1 });
  expect(await state()).toMatchObject({ categories: ["Talks"], videos: ["Talks", "Talks"] });
  await deleteCategory(moderator, talks.id, null);
  expect(await state()).toEqual({ categories: [], videos: ["", ""], audit: ["video.deleted", "video_category.created", "video_category.renamed", "video_category.ordered", "video_category.deleted", "video_category.deleted"] });
  expect((await videoRow(first)).deletedAt).toBeNull();
});

test("who may not, a name that is taken, and an order of others change nothing", async () => {
  await upload("Tours");
  const { id } = await createCategory(moderator, { name: "Talks" });
  const tours = await idOf("Tours");
  const before = await state();
  for (const [actor, code] of [[person, "forbidden"], [anonymous, "unauthenticated"]] as const) {
    for (const attempt of [() => listManagedCategories(actor), () => createCategory(actor, { name: "Mine" }), () => renameCategory(actor, id, { name: "Mine" }), () => orderCategories(actor, { ids: [id, tours] }), () => deleteCategory(actor, id, null)]) expect(await codeOf(attempt)).toBe(code);
  }
  expect([await codeOf(() => createCategory(moderator, { name: "tours" })), await codeOf(() => renameCategory(moderator, id, { name: "TOURS" })), await codeOf(() => renameCategory(moderator, 999_999, { name: "x" })), await codeOf(() => orderCategories(moderator, { ids: [id] })), await codeOf(() => orderCategories(moderator, { ids: [id, 999_999] })), await codeOf(() => deleteCategory(moderator, id, id)), await codeOf(() => deleteCategory(moderator, id, 999_999))]).toEqual([
    "invalid_input", "invalid_input", "not_found", "conflict", "conflict", "invalid_input", "invalid_input",
  ]);
  expect(await state()).toEqual(before);
});

test("a category is renamed while others put videos into it: nobody is stuck, and no video keeps a name that is gone", async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => upload("Tours")));
  const outside = await Promise.all(Array.from({ length: 6 }, () => upload()));
  const tours = await idOf("Tours");
  await Promise.all([
    changeVideos(moderator, { ids: [...outside, ...ids], action: { kind: "category", category: "Tours" } }),
    renameCategory(moderator, tours, { name: "Trips" }),
    ...outside.map((id) => changeVideo(moderator, id, { category: "Tours" })),
  ]);
  const { categories, videos } = await state();
  for (const category of new Set(videos)) expect(categories).toContain(category);
});

test("several are changed at once, each by its own rule and with its own entry; others are skipped and named", async () => {
  const [a, b, failed, foreign] = [await upload(), await upload("Talks"), await upload(), await upload("", person.userId)];
  await db().update(video).set({ processingStatus: "failed", processingErrorCode: "internal" }).where(eq(video.id, failed));
  expect(await changeVideos(moderator, { ids: [b, a, 999_999], action: { kind: "category", category: "Tours" } })).toEqual({ done: [a, b], skipped: [999_999] });
  expect(await changeVideos(person, { ids: [a, foreign], action: { kind: "visibility", visibility: "private" } })).toEqual({ done: [foreign], skipped: [a] });
  expect(await changeVideos(moderator, { ids: [a, failed], action: { kind: "retry" } })).toEqual({ done: [failed], skipped: [a] });
  expect(await changeVideos(moderator, { ids: [a, b], action: { kind: "delete" } })).toEqual({ done: [a, b], skipped: [] });
  expect(await changeVideos(moderator, { ids: [a, b, failed], action: { kind: "restore" } })).toEqual({ done: [a, b], skipped: [failed] });
  expect(await codeOf(() => changeVideos(anonymous, { ids: [a], action: { kind: "delete" } }))).toBe("unauthenticated");
  const rows = await db().select({ id: video.id, category: video.category, visibility: video.visibility, deletedAt: video.deletedAt }).from(video).where(inArray(video.id, [a, b, foreign])).orderBy(video.id);
  expect(rows).toEqual([{ id: a, category: "Tours", visibility: "authenticated", deletedAt: null }, { id: b, category: "Tours", visibility: "authenticated", deletedAt: null }, { id: foreign, category: "", visibility: "private", deletedAt: null }]);
  const entries = await db().select({ action: auditEntry.action }).from(auditEntry).where(and(eq(auditEntry.targetType, "video"), eq(auditEntry.targetId, String(a)))).orderBy(auditEntry.id);
  expect(entries.map(({ action }) => action)).toEqual(["video.uploaded", "video.changed", "video.deleted", "video.restored"]);
});

test("one who may change none of them makes no category by trying", async () => {
  const id = await upload();
  expect(await changeVideos(person, { ids: [id], action: { kind: "category", category: "Mine" } })).toEqual({ done: [], skipped: [id] });
  expect(await readCategoryOrder()).toEqual([]);
});
