import { and, asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { jobEvent } from "@/db/schema/engine";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";
import { leaveRoom } from "@/lib/rooms/commands/change-membership";
import { addMember, changeMemberRole, removeMember } from "@/lib/rooms/commands/manage-members";
import { listCandidates } from "@/lib/rooms/queries/candidates";
import { listRoomMembers } from "@/lib/rooms/queries/list-members";

const rolesOf = async (id: number) => Object.fromEntries((await db().select().from(roomMember).where(eq(roomMember.roomId, id))).map(({ userId, role }) => [userId, role]));
const eventsOf = (id: number) => db().select().from(roomEvent).where(eq(roomEvent.roomId, id)).orderBy(asc(roomEvent.version));
const rowOf = async (id: number) => (await db().select().from(room).where(eq(room.id, id)))[0]!;
const entriesOf = async (id: number) => (await db().select().from(auditEntry).where(and(eq(auditEntry.targetType, "room"), eq(auditEntry.targetId, String(id))))).map(({ action, details }) => ({ action, details }));
const jobsOf = async (id: number) => (await db().select().from(jobEvent).where(eq(jobEvent.name, "room/changed"))).filter(({ data }) => data.roomId === id).length;
const traceOf = async (id: number) => ({ roles: await rolesOf(id), events: await eventsOf(id), row: await rowOf(id), entries: await entriesOf(id), jobs: await jobsOf(id) });

/** Two who meet in another room already. */
async function acquainted(...people: UserActor[]): Promise<void> {
  await createRoomWith(people.map((person) => [person, "member"]));
}

async function staff() {
  const [owner, administrator, member, stranger] = await Promise.all([createActor({ name: "Olga" }), createActor({ name: "Adam" }), createActor({ name: "Mia" }), createActor({ name: "Sam" })]);
  const { id } = await createRoomWith([[owner, "owner"], [administrator, "administrator"], [member, "member"]], { accessLevel: "restricted" });
  return { owner, administrator, member, stranger, id };
}

describe("adding people", () => {
  test("a host adds somebody they know: one event with who and by whom, the count, the log, the call", async () => {
    const { administrator, stranger, id } = await staff();
    await acquainted(administrator, stranger);
    expect(await addMember(administrator, id, { user_id: stranger.userId, role: "administrator" })).toMatchObject({ room: { id, version: 1, member_count: 4 }, user: { id: stranger.userId, username: "Sam" } });
    expect((await rolesOf(id))[stranger.userId]).toBe("administrator");
    expect(await eventsOf(id)).toMatchObject([{ type: "user_joined", body: { user: { id: stranger.userId, username: "Sam" }, by: { id: administrator.userId, username: "Adam" }, role: "administrator" } }]);
    expect(await entriesOf(id)).toEqual([{ action: "room.member-added", details: { user: stranger.userId, role: "administrator" } }]);
    expect(await jobsOf(id)).toBe(1);
    await expect(addMember(administrator, id, { user_id: stranger.userId })).rejects.toMatchObject({ code: "conflict" });
    expect((await rowOf(id)).version).toBe(1);
  });

  test("numbers cannot be tried: unknown people, people one does not know and closed accounts get the same answer, and nothing is written", async () => {
    const { owner, administrator, member, stranger, id } = await staff();
    const closed = await createActor({ isActive: false });
    await acquainted(owner, closed);
    const before = await traceOf(id);
    const fields = { user_id: ["This person cannot be added. Invite them by mail."] };
    for (const user_id of [stranger.userId, closed.userId, 987_654_321]) await expect(addMember(owner, id, { user_id })).rejects.toMatchObject({ code: "invalid_input", fields });
    await acquainted(owner, administrator, member, stranger);
    await expect(addMember(member, id, { user_id: stranger.userId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(addMember(stranger, id, { user_id: stranger.userId })).rejects.toMatchObject({ code: "not_found" });
    await expect(addMember(administrator, id, { user_id: stranger.userId, role: "owner" })).rejects.toMatchObject({ code: "invalid_input" });
    expect(await traceOf(id)).toEqual(before);
  });

  test("a moderator adds anybody but themselves: nobody lets themselves into a room that they only moderate", async () => {
    const { stranger, id } = await staff();
    const moderator = await createActor({ role: "moderator" });
    await expect(addMember(moderator, id, { user_id: moderator.userId })).rejects.toMatchObject({ code: "forbidden" });
    await addMember(moderator, id, { user_id: stranger.userId });
    expect((await rolesOf(id))[stranger.userId]).toBe("member");
  });

  test("those who can be chosen are known, not in the room, and found by a part of their name, never by wildcard", async () => {
    const { owner, member, stranger, id } = await staff();
    const far = await createActor({ name: "Samantha" });
    await acquainted(owner, member, stranger);
    expect(await listCandidates(owner, id, "sAm")).toEqual([{ id: stranger.userId, username: "Sam" }]);
    expect(await listCandidates(owner, id, "%")).toEqual([]);
    expect(await listCandidates(owner, id, "")).toEqual([]);
    await expect(listCandidates(member, id, "sam")).rejects.toMatchObject({ code: "forbidden" });
    expect((await listCandidates(await createActor({ role: "admin" }), id, "samantha")).map((each) => each.id)).toEqual([far.userId]);
  });
});

describe("roles", () => {
  test("an administrator promotes to administrator and back; each is told; the same role again is no event", async () => {
    const { administrator, member, id } = await staff();
    await changeMemberRole(administrator, id, member.userId, "administrator");
    await changeMemberRole(administrator, id, member.userId, "administrator");
    await changeMemberRole(administrator, id, member.userId, "member");
    expect(await eventsOf(id)).toMatchObject([
      { version: 1, type: "role_changed", body: { role: "administrator", user: { id: member.userId, username: "Mia" }, by: { username: "Adam" } } },
      { version: 2, type: "role_changed", body: { role: "member" } },
    ]);
    expect(await jobsOf(id)).toBe(2);
  });

  test("an administrator who makes an owner, demotes one or changes themselves is refused, and nothing is written", async () => {
    const { owner, administrator, member, id } = await staff();
    const before = await traceOf(id);
    await expect(changeMemberRole(administrator, id, member.userId, "owner")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(changeMemberRole(administrator, id, owner.userId, "member")).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeMemberRole(administrator, id, administrator.userId, "member")).rejects.toMatchObject({ code: "forbidden" });
    await expect(removeMember(administrator, id, owner.userId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeMemberRole(owner, id, owner.userId, "member")).rejects.toMatchObject({ code: "conflict" });
    await expect(leaveRoom(owner, id)).rejects.toMatchObject({ code: "conflict" });
    expect(await traceOf(id)).toEqual(before);
  });

  test("two owners who remove or demote each other at once both stay; of two who step down at once one stays", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = await Promise.all([createActor(), createActor()]);
      const { id } = await createRoomWith([[one, "owner"], [two, "owner"]]);
      const hostile = await Promise.allSettled([removeMember(one, id, two.userId), removeMember(two, id, one.userId), changeMemberRole(one, id, two.userId, "member"), changeMemberRole(two, id, one.userId, "member")]);
      expect(hostile.map((each) => (each.status === "rejected" ? (each.reason as { code: string }).code : each.status))).toEqual(["forbidden", "forbidden", "forbidden", "forbidden"]);
      const down = await Promise.allSettled([changeMemberRole(one, id, one.userId, "member"), leaveRoom(two, id)]);
      expect(down.map((each) => (each.status === "rejected" ? (each.reason as { code: string }).code : "done")).sort()).toEqual(["conflict", "done"]);
      expect(Object.values(await rolesOf(id)).filter((role) => role === "owner")).toHaveLength(1);
      expect(await rowOf(id)).toMatchObject({ version: 1, memberCount: Object.keys(await rolesOf(id)).length });
    }
  });

  test("two administrators who remove each other at once: one is gone, and what the other did after that does not count", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [owner, one, two] = await Promise.all([createActor(), createActor(), createActor()]);
      const { id } = await createRoomWith([[owner, "owner"], [one, "administrator"], [two, "administrator"]]);
      const both = await Promise.allSettled([removeMember(one, id, two.userId), removeMember(two, id, one.userId)]);
      expect(both.filter((each) => each.status === "fulfilled")).toHaveLength(1);
      expect(await rowOf(id)).toMatchObject({ memberCount: 2, version: 1 });
    }
  });

  test("the list tells what may be done about each", async () => {
    const { owner, administrator, member, stranger, id } = await staff();
    const can = async (actor: UserActor) => (await listRoomMembers(actor, id, { limit: 10, offset: 0 })).members.map((each) => `${each.username} ${each.role}: ${each.can.change_role.join(" ")}${each.can.remove ? " remove" : ""}`);
    expect(await can(owner)).toEqual(["Olga owner: ", "Adam administrator: owner member remove", "Mia member: owner administrator remove"]);
    expect(await can(administrator)).toEqual(["Olga owner: ", "Adam administrator: ", "Mia member: administrator remove"]);
    expect(await can(member)).toEqual(["Olga owner: ", "Adam administrator: ", "Mia member: "]);
    await expect(can(stranger)).rejects.toMatchObject({ code: "not_found" });
    expect(await listRoomMembers(owner, id, { text: "m", limit: 1, offset: 1 })).toMatchObject({ count: 2, members: [{ username: "Mia" }] });
  });
});

test("who was removed is told so in the room's sequence, and leaves no place", async () => {
  const { administrator, member, id } = await staff();
  await removeMember(administrator, id, member.userId);
  expect(await eventsOf(id)).toMatchObject([{ type: "user_left", body: { room: { member_count: 2 }, user: { id: member.userId }, by: { username: "Adam" } } }]);
  expect(await rolesOf(id)).not.toHaveProperty(String(member.userId));
  await expect(removeMember(administrator, id, member.userId)).rejects.toMatchObject({ code: "not_found" });
});

test("whoever removed somebody brings them back a moment later, with the role they had; another host does not, and later nobody", async () => {
  const { owner, administrator, member, stranger, id } = await staff();
  await removeMember(administrator, id, member.userId);
  await expect(addMember(owner, id, { user_id: member.userId })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(addMember(administrator, id, { user_id: stranger.userId })).rejects.toMatchObject({ code: "invalid_input" });
  await db().update(roomEvent).set({ createdAt: new Date(Date.now() - (settings.undoSeconds + 60) * 1000) }).where(eq(roomEvent.roomId, id));
  await expect(addMember(administrator, id, { user_id: member.userId })).rejects.toMatchObject({ code: "invalid_input" });
  expect(await rowOf(id)).toMatchObject({ memberCount: 2, version: 1 });
  await db().update(roomEvent).set({ createdAt: new Date() }).where(eq(roomEvent.roomId, id));
  expect(await addMember(administrator, id, { user_id: member.userId, role: "administrator" })).toMatchObject({ room: { version: 2, member_count: 3 } });
  expect((await rolesOf(id))[member.userId]).toBe("administrator");
});
