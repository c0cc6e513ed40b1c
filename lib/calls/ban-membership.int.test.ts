import { and, desc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import { liftBan } from "@/lib/calls/commands/lift-ban";
import { removeFromCall } from "@/lib/calls/commands/remove-from-call";
import { listBans } from "@/lib/calls/queries";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";
import { joinRoom } from "@/lib/rooms/commands/change-membership";
import { addMember } from "@/lib/rooms/commands/manage-members";

test("a ban ends the membership too: the room hears it, the chat is closed to them, nobody adds them and they do not join until it is lifted", async () => {
  useFakeLivekit();
  const [owner, member] = await Promise.all([createActor({ name: "Olga" }), createActor({ name: "Mia" })]);
  const { id, slug } = await createRoomWith([[owner, "owner"], [member, "member"]]);
  await createRoomWith([[owner, "owner"], [member, "member"]]);
  await removeFromCall(owner, slug, { identity: `u${member.userId}`, ban: true });
  expect(await db().$count(roomMember, and(eq(roomMember.roomId, id), eq(roomMember.userId, member.userId)))).toBe(0);
  expect(await db().select({ memberCount: room.memberCount, version: room.version }).from(room).where(eq(room.id, id))).toEqual([{ memberCount: 1, version: 1 }]);
  const [left] = await db().select().from(roomEvent).where(eq(roomEvent.roomId, id)).orderBy(desc(roomEvent.version)).limit(1);
  expect(left).toMatchObject({ type: "user_left", body: { user: { id: member.userId }, by: { id: owner.userId, username: "Olga" }, room: { member_count: 1 } } });
  await expect(listMessages(member, id, { limit: 5 })).rejects.toMatchObject({ code: "not_found" });
  await expect(joinRoom(member, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(addMember(owner, id, { user_id: member.userId })).rejects.toMatchObject({ code: "conflict" });
  expect(await db().select({ memberCount: room.memberCount, version: room.version }).from(room).where(eq(room.id, id))).toEqual([{ memberCount: 1, version: 1 }]);
  await liftBan(owner, slug, (await listBans(owner, slug))[0]!.id);
  expect(await joinRoom(member, id)).toMatchObject({ room: { id, version: 2, member_count: 2 } });
});

test("a ban of somebody who is no member writes no leaving", async () => {
  useFakeLivekit();
  const [owner, stranger] = await Promise.all([createActor(), createActor()]);
  const { id, slug } = await createRoomWith([[owner, "owner"]]);
  await removeFromCall(owner, slug, { identity: `u${stranger.userId}`, ban: true });
  expect(await db().$count(roomEvent, eq(roomEvent.roomId, id))).toBe(0);
});
