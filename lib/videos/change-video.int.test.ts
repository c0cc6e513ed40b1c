import { and, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { jobEvent } from "@/db/schema/engine";
import { video } from "@/db/schema/videos";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { codeOf } from "@/lib/core/testing";
import { startDirect } from "@/lib/rooms/commands/start-direct";
import { changeVideo, deleteVideo, restoreVideo } from "@/lib/videos/commands/change-video";
import { sweepLeftovers } from "@/lib/videos/commands/sweep-leftovers";
import { changeVideoInput } from "@/lib/videos/contract";
import { getManagedVideo, listManagedVideos } from "@/lib/videos/managed-videos";
import { getPlayback, listVideos } from "@/lib/videos/queries";
import { processForTest, uploadForTest, videoRow } from "@/lib/videos/testing";

let uploader: UserActor;
let owner: UserActor;
let stranger: UserActor;
let id: number;

const actions = async () => (await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.targetId, String(id)))).map(({ action }) => action).filter((action) => action !== "video.uploaded");

beforeEach(async () => {
  uploader ??= await createActor({ role: "moderator" });
  [owner, stranger] = await Promise.all([createActor(), createActor()]);
  id = await uploadForTest(uploader, { width: 160, height: 120, seconds: 0.4, sound: false });
  await processForTest(id);
  await db().update(video).set({ ownerId: owner.userId }).where(eq(video.id, id));
});

test("an owner changes the words and the audience; what is as wished already is no change", async () => {
  const changed = await changeVideo(owner, id, { title: "Harbour", visibility: "private" });
  expect(changed).toMatchObject({ id, title: "Harbour", description: "", visibility: "private" });
  expect([(await listVideos(stranger)).map((each) => each.id).includes(id), await codeOf(() => getPlayback(stranger, id))]).toEqual([false, "not_found"]);
  await changeVideo(owner, id, { title: "Harbour" });
  expect(await actions()).toEqual(["video.changed"]);
});

test("nobody but the owner and moderators changes, deletes or restores, and nothing is written", async () => {
  const before = await videoRow(id);
  const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
  for (const act of [(actor: Actor) => changeVideo(actor, id, { title: "Mine" }), (actor: Actor) => deleteVideo(actor, id), (actor: Actor) => restoreVideo(actor, id)]) {
    expect([await codeOf(() => act(stranger)), await codeOf(() => act(anonymous))]).toEqual(["not_found", "unauthenticated"]);
  }
  expect([await videoRow(id), await actions()]).toEqual([before, []]);
});

test("what is deleted is in no list and plays for nobody, and comes back as it was", async () => {
  await deleteVideo(owner, id);
  expect([(await listVideos(owner)).map((each) => each.id).includes(id), await codeOf(() => getPlayback(owner, id)), await codeOf(() => deleteVideo(owner, id)), await codeOf(() => changeVideo(uploader, id, { title: "x" }))]).toEqual([false, "not_found", "not_found", "not_found"]);
  await restoreVideo(uploader, id);
  expect([(await listVideos(owner)).map((each) => each.id).includes(id), await codeOf(() => getPlayback(stranger, id)), await codeOf(() => restoreVideo(owner, id))]).toEqual([true, "done", "conflict"]);
  expect(await actions()).toEqual(["video.deleted", "video.restored"]);
});

test("what was deleted before it was processed is processed once it is back", async () => {
  await db().update(video).set({ processingStatus: "pending", publishedGeneration: null }).where(eq(video.id, id));
  const asked = async () => (await db().select({ id: jobEvent.id }).from(jobEvent).where(and(eq(jobEvent.name, "video/process-requested"), sql`${jobEvent.data}->>'videoId' = ${String(id)}`))).length;
  await deleteVideo(owner, id);
  expect(await asked()).toBe(0);
  await restoreVideo(owner, id);
  expect(await asked()).toBe(1);
});

test("the members of a room watch what is given to it, by one who is in it; another audience takes it from them", async () => {
  const member = await createActor();
  const [room, others] = [await createRoomWith([[owner, "owner"], [member, "member"]]), await createRoomWith([[stranger, "owner"]])];
  expect(await codeOf(() => changeVideo(owner, id, { visibility: "room", room_id: others.id }))).toBe("invalid_input");
  const pair = await startDirect(owner, member.userId);
  expect(await codeOf(() => changeVideo(owner, id, { visibility: "room", room_id: pair.id }))).toBe("invalid_input");
  expect(await actions()).toEqual([]);
  expect(await changeVideo(owner, id, { visibility: "room", room_id: room.id })).toMatchObject({ visibility: "room", room_id: room.id });
  expect([await codeOf(() => getPlayback(member, id)), await codeOf(() => getPlayback(stranger, id)), (await getManagedVideo(uploader, id)).room]).toEqual(["done", "not_found", { id: room.id, name: room.name }]);
  // A moderator of no room changes words beside it.
  await changeVideo(uploader, id, { title: "Seen by both" });
  expect(await changeVideo(owner, id, { visibility: "private" })).toMatchObject({ visibility: "private", room_id: null });
  expect(await codeOf(() => getPlayback(member, id))).toBe("not_found");
});

test("where videos are managed they are found by words and state, page by page, deleted ones only when asked for", async () => {
  const title = `Regatta ${owner.userId}`;
  await changeVideo(owner, id, { title, category: "Sport 100%" });
  const found = async (actor: Actor, filter: Parameters<typeof listManagedVideos>[1]) => (await listManagedVideos(actor, filter)).items.map((each) => each.id);
  expect([await found(owner, {}), await found(uploader, { text: title.toLowerCase() }), await found(owner, { text: "100%" }), await found(owner, { text: "100_" }), await found(stranger, { text: title })]).toEqual([[id], [id], [id], [], []]);
  expect([await found(owner, { state: "ready" }), await found(owner, { state: "working" }), await found(owner, { state: "deleted" })]).toEqual([[id], [], []]);
  await deleteVideo(owner, id);
  expect([await found(owner, {}), await found(owner, { state: "deleted" }), await codeOf(() => getManagedVideo(stranger, id))]).toEqual([[], [id], "not_found"]);
  const { deletedAt, keptUntil } = await getManagedVideo(owner, id);
  expect(Date.parse(keptUntil!) - Date.parse(deletedAt!)).toBe(30 * 24 * 3_600_000);
  const [first] = [await listManagedVideos(uploader, { limit: 1, sort: "title" })];
  if (first.next !== null) expect(await found(uploader, { limit: 1, sort: "title", before: first.next })).not.toContain(first.items[0]!.id);
});

test("after thirty days nobody brings it back: the row and the files are gone", async () => {
  await deleteVideo(owner, id);
  expect((await sweepLeftovers()).deleted).toBe(0);
  await db().update(video).set({ deletedAt: new Date(Date.now() - 31 * 24 * 3_600_000) }).where(eq(video.id, id));
  expect(await codeOf(() => restoreVideo(owner, id))).toBe("not_found");
  expect((await sweepLeftovers()).deleted).toBe(1);
  expect([await db().select().from(video).where(eq(video.id, id)), await codeOf(() => restoreVideo(owner, id))]).toEqual([[], "not_found"]);
});

test("a change with nothing that can be shown, with marks of HTML or an audience that it does not know is refused", () => {
  for (const wrong of [{ title: " " }, { title: "<b>" }, { description: "a\u0000b" }, { visibility: "room" }, { room_id: 3 }, { visibility: "private", room_id: 3 }, { owner: 1 }]) expect(changeVideoInput.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
});
