import { asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { message } from "@/db/schema/chat";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { settings } from "@/lib/core/settings";
import { codeOf } from "@/lib/core/testing";
import { createRoom } from "@/lib/rooms/commands/create-room";
import { deleteRoom, purgeDeletedRooms, restoreRoom } from "@/lib/rooms/commands/delete-room";
import { listDeletedRooms } from "@/lib/rooms/queries/deleted-rooms";
import { findRoomPage, getRoom } from "@/lib/rooms/queries/get-room";

const rowOf = async (id: number) => (await db().select().from(room).where(eq(room.id, id)))[0];
const eventsOf = (id: number) => db().select().from(roomEvent).where(eq(roomEvent.roomId, id)).orderBy(asc(roomEvent.version));
const actionsOf = async (id: number) => (await db().select().from(auditEntry).where(eq(auditEntry.targetId, String(id))).orderBy(asc(auditEntry.id))).map(({ action }) => action);

describe("deleting and restoring", () => {
  test("an owner deletes: nobody finds it, its address stays taken, its members are told; the owner brings it back as it was", async () => {
    const [ada, grace] = await Promise.all([createActor({ name: "Ada" }), createActor()]);
    const { id, slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
    await sendMessage(grace, id, { content: "still here?" });
    await deleteRoom(ada, id);
    expect(await codeOf(getRoom(grace, id))).toBe("not_found");
    expect(await codeOf(sendMessage(grace, id, { content: "x" }))).toBe("not_found");
    expect(await findRoomPage(ada, slug)).toBeNull();
    expect(await codeOf(createRoom(grace, { name: "Mine", slug }))).toBe("conflict");
    expect((await eventsOf(id)).slice(1)).toMatchObject([{ version: 2, type: "room_deleted", body: { user: { username: "Ada" } } }, { version: 3, type: "user_left", body: { everyone: true } }]);
    expect(await listDeletedRooms(ada)).toMatchObject([{ id, slug, member_count: 2 }]);
    expect(await listDeletedRooms(grace)).toEqual([]);
    await restoreRoom(ada, id);
    expect(await getRoom(grace, id)).toMatchObject({ id, slug, version: 4, member_count: 2, last_message: { content: "still here?" } });
    expect(await actionsOf(id)).toEqual(["room.deleted", "room.restored"]);
    expect(await listDeletedRooms(ada)).toEqual([]);
  });

  test("administrators, members and strangers delete and restore nothing", async () => {
    const [ada, host, member, stranger] = await Promise.all([createActor(), createActor(), createActor(), createActor()]);
    const members = [[ada, "owner"], [host, "administrator"], [member, "member"]] as [typeof ada, "owner" | "administrator" | "member"][];
    const { id } = await createRoomWith(members);
    expect([await codeOf(deleteRoom(host, id)), await codeOf(deleteRoom(member, id)), await codeOf(deleteRoom(stranger, id)), await codeOf(restoreRoom(ada, id))]).toEqual(["forbidden", "forbidden", "not_found", "conflict"]);
    expect([(await rowOf(id))?.deletedAt, await eventsOf(id), await actionsOf(id)]).toEqual([null, [], []]);
    await deleteRoom(ada, id);
    expect([await codeOf(restoreRoom(host, id)), await codeOf(restoreRoom(stranger, id)), await codeOf(deleteRoom(ada, id))]).toEqual(["not_found", "not_found", "not_found"]);
    expect((await rowOf(id))?.deletedAt).not.toBeNull();
  });

  test("a moderator deletes and restores without being a member", async () => {
    const [ada, moderator] = await Promise.all([createActor(), createActor({ role: "moderator" })]);
    const { id } = await createRoomWith([[ada, "owner"]]);
    await deleteRoom(moderator, id);
    await restoreRoom(moderator, id);
    expect((await rowOf(id))?.deletedAt).toBeNull();
  });

  test("a listed room whose name was taken meanwhile comes back unlisted", async () => {
    const ada = await createActor();
    const { id, name } = await createRoomWith([[ada, "owner"]], { listed: true });
    await deleteRoom(ada, id);
    await createRoom(ada, { name: name.toUpperCase(), listed: true });
    await restoreRoom(ada, id);
    expect(await rowOf(id)).toMatchObject({ deletedAt: null, listed: false });
  });

  test("deleted twice at once it is deleted once", async () => {
    const [ada, grace] = await Promise.all([createActor(), createActor()]);
    const { id } = await createRoomWith([[ada, "owner"], [grace, "owner"]]);
    expect((await Promise.all([codeOf(deleteRoom(ada, id)), codeOf(deleteRoom(grace, id))])).sort()).toEqual(["done", "not_found"]);
    expect(await eventsOf(id)).toHaveLength(2);
  });
});

test("after thirty days a deleted room is gone with its messages; its videos stay with their owners, private; younger ones stay", async () => {
  const ada = await createActor();
  const age = (seconds: number) => new Date(Date.now() - seconds * 1000);
  const old = await createRoomWith([[ada, "owner"]]);
  const young = await createRoomWith([[ada, "owner"]], { deletedAt: age(settings.deletedRoomSeconds - 3600) });
  await sendMessage(ada, old.id, { content: "gone soon" });
  await db().update(room).set({ deletedAt: age(settings.deletedRoomSeconds + 3600) }).where(eq(room.id, old.id));
  const [kept] = await db().insert(video).values({ ownerId: ada.userId, title: "Kept", visibility: "room", roomId: old.id, sourceKey: "k", sourceName: "k.mp4", sourceSizeBytes: 1, sourceSha256: "0" }).returning({ id: video.id });
  expect(await purgeDeletedRooms()).toBe(1);
  expect([await rowOf(old.id), await db().select().from(message).where(eq(message.roomId, old.id)), await db().select().from(roomMember).where(eq(roomMember.roomId, old.id))]).toEqual([undefined, [], []]);
  expect(await rowOf(young.id)).toBeDefined();
  expect(await db().select({ visibility: video.visibility, roomId: video.roomId }).from(video).where(eq(video.id, kept!.id))).toEqual([{ visibility: "private", roomId: null }]);
  expect(await actionsOf(old.id)).toEqual(["room.purged"]);
  expect(await purgeDeletedRooms()).toBe(0);
});
