import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { room, roomMember } from "@/db/schema/rooms";
import type { ApplicationActor, UserActor } from "@/lib/authz/actor";
import { getDoor } from "@/lib/calls/queries";
import { issueJoinToken } from "@/lib/calls/commands/issue-join-token";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { searchMessages } from "@/lib/chat/queries/search-messages";
import { codeOf } from "@/lib/core/testing";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { joinRoom, leaveRoom } from "@/lib/rooms/commands/change-membership";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { deleteRoom } from "@/lib/rooms/commands/delete-room";
import { inviteToRoom } from "@/lib/rooms/commands/invite";
import { addMember, removeMember } from "@/lib/rooms/commands/manage-members";
import { leaveAllRooms } from "@/lib/rooms/commands/settle-departure";
import { startDirect } from "@/lib/rooms/commands/start-direct";
import { getAnyRoom, listAllRooms } from "@/lib/rooms/queries/all-rooms";
import { findRoomPage, getRoom } from "@/lib/rooms/queries/get-room";
import { listRooms } from "@/lib/rooms/queries/list-rooms";
import { getRoomDetail } from "@/lib/rooms/queries/room-detail";
import { listRoomsOfPerson } from "@/lib/rooms/queries/rooms-of-person";
import { searchRooms } from "@/lib/rooms/queries/search-rooms";

const nobody = { kind: "anonymous", address: null, requestId: null } as const;
const directsOf = (person: UserActor) => db().select({ id: room.id }).from(roomMember).innerJoin(room, eq(room.id, roomMember.roomId)).where(and(eq(roomMember.userId, person.userId), eq(room.kind, "direct"))).orderBy(asc(room.id));

/** Two people who are in a room together. */
async function acquainted(): Promise<[UserActor, UserActor]> {
  const [ada, bob] = await Promise.all([createActor({ name: "Ada" }), createActor({ name: "Bob" })]);
  await createRoomWith([[ada, "owner"], [bob, "member"]]);
  return [ada, bob];
}

test("two people have one conversation, also when both begin at once; each sees it under the other's name", async () => {
  const [ada, bob] = await acquainted();
  const started = await Promise.all([startDirect(ada, bob.userId), startDirect(bob, ada.userId), startDirect(ada, bob.userId)]);
  expect(new Set(started.map(({ id }) => id)).size).toBe(1);
  expect(started.filter(({ isNew }) => isNew)).toHaveLength(1);
  const { id, slug } = started[0]!;
  await sendMessage(ada, id, { content: "between the two of us" });
  for (const [viewer, other] of [[ada, bob], [bob, ada]] as const) {
    const named = { name: other.name, direct: { id: other.userId, username: other.name, active: true } };
    expect((await listRooms(viewer, { limit: 5 })).rooms[0]).toMatchObject({ id, ...named });
    expect(await getRoom(viewer, id)).toMatchObject(named);
    expect(await getRoomDetail(viewer, id)).toMatchObject({ ...named, abilities: { send_messages: true, delete_messages: false, leave: false, change: false, delete: false, manage_members: false } });
    expect(await findRoomPage(viewer, slug)).toMatchObject({ ...named, can: { join: false, invite: false } });
    expect((await searchMessages(viewer, { words: "between", limit: 5 })).results).toMatchObject([{ room: { id, name: other.name } }]);
  }
});

test("nobody else knows of it: not by its address, in searches and lists, through calls and meetings, nor as a moderator or a program", async () => {
  const [ada, bob] = await acquainted();
  const { id, slug } = await startDirect(ada, bob.userId);
  const [stranger, moderator] = await Promise.all([createActor(), createActor({ role: "admin" })]);
  for (const actor of [stranger, moderator, nobody]) expect(await findRoomPage(actor, slug)).toBeNull();
  for (const actor of [stranger, moderator]) {
    const tries = [
      () => getRoom(actor, id), () => listMessages(actor, id, { limit: 1 }), () => sendMessage(actor, id, { content: "x" }), () => joinRoom(actor, id), () => changeRoom(actor, id, { name: "Mine" }),
      () => deleteRoom(actor, id), () => addMember(actor, id, { user_id: actor.userId }), () => inviteToRoom(actor, id, { emails: ["a@example.test"] }), () => getDoor(actor, slug), () => issueJoinToken(actor, slug, {}),
    ];
    expect(await Promise.all(tries.map((each) => codeOf(each)))).toEqual(tries.map(() => "not_found"));
  }
  expect(await codeOf(getAnyRoom(moderator, id))).toBe("not_found");
  expect((await listAllRooms(moderator, { text: slug })).items).toEqual([]);
  expect((await listRoomsOfPerson(moderator, ada.userId, 10)).items.map((each) => each.id)).not.toContain(id);
  for (const actor of [ada, stranger, moderator]) expect((await searchRooms(actor, { text: "", limit: 100, offset: 0 })).rooms.map((each) => each.id)).not.toContain(id);
  const program: ApplicationActor = { kind: "application", applicationId: 1, userId: ada.userId, scopes: ["rooms:list", "rooms:retrieve", "rooms:update", "rooms:delete"], mayCreatePublicRooms: true, address: null, requestId: null };
  expect((await listRooms(program, { limit: 100 })).rooms.map((each) => each.id)).not.toContain(id);
  expect(await Promise.all([codeOf(getRoom(program, id)), codeOf(deleteRoom(program, id))])).toEqual(["not_found", "not_found"]);
});

test("the two cannot make a room of it: nobody is added, removed, invited, leaves, changes or calls", async () => {
  const [ada, bob] = await acquainted();
  const third = await createActor();
  await createRoomWith([[ada, "owner"], [third, "member"]]);
  const { id, slug } = await startDirect(ada, bob.userId);
  const meeting = { title: "Review", starts_at: new Date(), duration_minutes: 30, timezone: "UTC", room_id: id };
  const tries: [() => Promise<unknown>, string][] = [
    [() => addMember(ada, id, { user_id: third.userId }), "forbidden"],
    [() => removeMember(ada, id, bob.userId), "forbidden"],
    [() => inviteToRoom(ada, id, { emails: ["a@example.test"] }), "forbidden"],
    [() => changeRoom(ada, id, { access_level: "public", listed: true }), "forbidden"],
    [() => deleteRoom(ada, id), "forbidden"],
    [() => leaveRoom(ada, id), "conflict"],
    [() => issueJoinToken(ada, slug, {}), "not_found"],
    [() => createMeeting(ada, meeting), "invalid_input"],
  ];
  for (const [attempt, code] of tries) expect(await codeOf(attempt)).toBe(code);
  expect((await db().select({ userId: roomMember.userId }).from(roomMember).where(eq(roomMember.roomId, id))).length).toBe(2);
  expect((await db().select().from(room).where(eq(room.id, id)))[0]).toMatchObject({ version: 0, accessLevel: "restricted", listed: false, deletedAt: null });
});

test("only people who share a room begin one, where the other lets them; who shares none learns nothing of anybody", async () => {
  const [ada, bob] = await acquainted();
  const [stranger, off] = await Promise.all([createActor(), createActor()]);
  await createRoomWith([[ada, "owner"], [off, "member"]]);
  await createRoomWith([[ada, "owner"], [stranger, "member"]], { deletedAt: new Date() });
  await db().update(user).set({ isActive: false }).where(eq(user.id, off.userId));
  await db().update(user).set({ takesDirect: false }).where(eq(user.id, bob.userId));
  const tries: [UserActor, number, string][] = [[stranger, ada.userId, "not_found"], [ada, stranger.userId, "not_found"], [ada, 999_999_999, "not_found"], [ada, off.userId, "not_found"], [ada, ada.userId, "invalid_input"], [ada, bob.userId, "forbidden"]];
  for (const [actor, other, code] of tries) expect(await codeOf(startDirect(actor, other))).toBe(code);
  expect(await codeOf(startDirect(nobody, ada.userId))).toBe("unauthenticated");
  expect([...(await directsOf(ada)), ...(await directsOf(stranger))]).toEqual([]);
  // They may write to others, and what there is goes on.
  const { id } = await startDirect(bob, ada.userId);
  expect((await startDirect(ada, bob.userId)).id).toBe(id);
});

test("when the other is switched off that is told; when they are deleted the history stays to read, and nothing new is written", async () => {
  const [ada, bob] = await acquainted();
  const { id, slug } = await startDirect(ada, bob.userId);
  await sendMessage(bob, id, { content: "remember me" });
  await db().update(user).set({ isActive: false }).where(eq(user.id, bob.userId));
  expect(await findRoomPage(ada, slug)).toMatchObject({ name: "Bob", direct: { active: false }, isChatOn: true });
  await leaveAllRooms(bob.userId);
  await leaveAllRooms(bob.userId);
  await db().delete(user).where(eq(user.id, bob.userId));
  expect(await findRoomPage(ada, slug)).toMatchObject({ name: "Former member", direct: { id: 0, active: false }, isChatOn: false });
  expect((await listMessages(ada, id, { limit: 5 })).messages).toMatchObject([{ content: "remember me", user: { id: 0 } }]);
  expect(await codeOf(sendMessage(ada, id, { content: "hello?" }))).toBe("conflict");
  await leaveAllRooms(ada.userId);
  expect((await db().select({ deletedAt: room.deletedAt }).from(room).where(eq(room.id, id)))[0]?.deletedAt).not.toBeNull();
});
