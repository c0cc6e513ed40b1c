import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createUser } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { createRoomFor } from "@/lib/rooms/commands/create-room";
import { listRooms } from "@/lib/rooms/queries/list-rooms";

const roomsNamed = async (name: string) => (await db().select({ id: room.id }).from(room).where(eq(room.name, name))).length;

test("a moderator makes a room for somebody, who owns it alone and finds it in their list; the log says for whom", async () => {
  const [moderator, olga] = await Promise.all([createActor({ role: "moderator" }), createActor({ name: "Olga" })]);
  const { id } = await createRoomFor(moderator, olga.userId, { name: "For Olga", slug: "for-olga", access_level: "restricted", listed: true });
  expect(await db().select({ userId: roomMember.userId, role: roomMember.role }).from(roomMember).where(eq(roomMember.roomId, id))).toEqual([{ userId: olga.userId, role: "owner" }]);
  expect(await db().select().from(room).where(eq(room.id, id))).toMatchObject([{ slug: "for-olga", accessLevel: "restricted", listed: true, memberCount: 1, createdBy: olga.userId }]);
  expect((await listRooms(olga, { limit: 10 })).rooms.map((each) => each.name)).toEqual(["For Olga"]);
  const entries = await db().select().from(auditEntry).where(and(eq(auditEntry.targetType, "room"), eq(auditEntry.targetId, String(id))));
  expect(entries).toMatchObject([{ action: "room.created", actorId: moderator.userId, details: { owner: olga.userId } }]);
});

test("others make rooms for nobody else, and nothing is written", async () => {
  const [person, olga] = await Promise.all([createActor(), createActor()]);
  const nobody: Actor = { kind: "anonymous", address: null, requestId: null };
  await expect(createRoomFor(person, olga.userId, { name: "Gift" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(createRoomFor(nobody, olga.userId, { name: "Gift" })).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await roomsNamed("Gift")).toBe(0);
});

test("an owner who does not exist or is switched off is refused by the field, and so is a taken address", async () => {
  const [moderator, olga, off] = await Promise.all([createActor({ role: "moderator" }), createActor(), createUser({ isActive: false })]);
  for (const each of [off.id, 987_654_321]) await expect(createRoomFor(moderator, each, { name: "Nobody's" })).rejects.toMatchObject({ code: "invalid_input", fields: { owner: [expect.any(String)] } });
  expect(await roomsNamed("Nobody's")).toBe(0);
  await createRoomFor(moderator, olga.userId, { name: "First", slug: "taken-here" });
  await expect(createRoomFor(moderator, olga.userId, { name: "Second", slug: "taken-here" })).rejects.toMatchObject({ code: "conflict", fields: { slug: [expect.any(String)] } });
  expect(await roomsNamed("Second")).toBe(0);
});
