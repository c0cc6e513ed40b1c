import { and, eq, inArray } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith, createUser, signIn } from "@/db/factories";
import { session, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { changeRole } from "@/lib/accounts/commands/change-role";
import { deactivateUser } from "@/lib/accounts/commands/deactivate-user";
import { endUserSessions } from "@/lib/accounts/commands/end-user-sessions";
import { reactivateUser } from "@/lib/accounts/commands/reactivate-user";
import { getPerson, listPeople } from "@/lib/accounts/people";
import { findLiveSession, sessionEndedTopic } from "@/lib/accounts/sessions";
import { systemActor, type Actor } from "@/lib/authz/actor";
import { codeOf } from "@/lib/core/testing";
import { subscribe } from "@/lib/platform/listen";

const nobody: Actor = { kind: "anonymous", address: "203.0.113.9", requestId: "test" };
const commands = {
  changeRole: (actor: Actor, id: number) => changeRole(actor, id, "moderator"),
  deactivate: deactivateUser,
  reactivate: reactivateUser,
  endSessions: endUserSessions,
};
const rowOf = async (id: number) => (await db().select().from(user).where(eq(user.id, id)))[0]!;
const trailOf = (id: number) => db().select().from(auditEntry).where(and(eq(auditEntry.targetType, "user"), eq(auditEntry.targetId, String(id))));

describe("who may change an account", () => {
  test("only another administrator; whoever is refused changes and records nothing", async () => {
    const [target, off] = [await createActor(), await createUser({ isActive: false })];
    const admin = await createActor({ role: "admin" });
    const actors: Record<string, Actor> = { nobody, user: await createActor(), moderator: await createActor({ role: "moderator" }), oneself: target, system: systemActor };
    const before = await rowOf(target.userId);
    const table: Record<string, string[]> = {};
    for (const [name, actor] of Object.entries(actors)) {
      table[name] = [];
      for (const [verb, run] of Object.entries(commands)) table[name].push(await codeOf(run(actor, verb === "reactivate" ? off.id : target.userId)));
    }
    expect(table).toEqual({
      nobody: Array(4).fill("unauthenticated"),
      user: Array(4).fill("forbidden"),
      moderator: Array(4).fill("forbidden"),
      oneself: Array(4).fill("forbidden"),
      system: Array(4).fill("forbidden"),
    });
    expect([await rowOf(target.userId), await trailOf(target.userId), await trailOf(off.id)]).toEqual([before, [], []]);
    expect(await findLiveSession(target.sessionId)).not.toBeNull();
    for (const [verb, run] of Object.entries(commands)) expect(await codeOf(run(admin, verb === "reactivate" ? off.id : target.userId))).toBe("done");
    for (const run of Object.values(commands)) expect(await codeOf(run(admin, admin.userId))).toBe("forbidden");
    expect(await trailOf(admin.userId)).toEqual([]);
  });

  test("an administrator who was demoted a moment ago is refused, whatever the request was when it came", async () => {
    const [admin, other, target] = [await createActor({ role: "admin" }), await createActor({ role: "admin" }), await createUser()];
    await changeRole(other, admin.userId, "user");
    for (const run of Object.values(commands)) expect(await codeOf(run(admin, target.id))).toBe("forbidden");
    expect(await trailOf(target.id)).toEqual([]);
  });

  test("an id that names nobody is not found", async () => {
    const admin = await createActor({ role: "admin" });
    for (const run of Object.values(commands)) expect(await codeOf(run(admin, 999_999_999))).toBe("not_found");
  });
});

describe("the last administrator", () => {
  const onlyAdmins = async (count: number) => {
    await db().update(user).set({ role: "user" }).where(eq(user.role, "admin"));
    return Promise.all(Array.from({ length: count }, () => createActor({ role: "admin" })));
  };
  const left = async (ids: number[]) => db().select({ id: user.id }).from(user).where(and(inArray(user.id, ids), eq(user.role, "admin"), eq(user.isActive, true)));

  test("remains when twenty administrators demote and deactivate each other at the same time", async () => {
    const admins = await onlyAdmins(20);
    const outcomes = await Promise.all(
      admins.map((admin, i) => {
        const next = admins[(i + 1) % admins.length]!.userId;
        return codeOf(i % 2 === 0 ? changeRole(admin, next, "user") : deactivateUser(admin, next));
      }),
    );
    const remaining = await left(admins.map(({ userId }) => userId));
    expect(remaining.length).toBeGreaterThanOrEqual(1);
    expect(remaining.length).toBe(20 - outcomes.filter((outcome) => outcome === "done").length);
    expect(new Set(outcomes)).toEqual(new Set(["done", "forbidden"]));
  });

  test("is one of two who demote each other at the same time, ten times over", async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = await onlyAdmins(2);
      const outcomes = await Promise.all([codeOf(changeRole(one!, other!.userId, "user")), codeOf(changeRole(other!, one!.userId, "user"))]);
      expect(outcomes.sort()).toEqual(["done", "forbidden"]);
      expect(await left([one!.userId, other!.userId])).toHaveLength(1);
    }
  });
});

describe("deactivation", () => {
  test("ends every session at once, tells every process, and can be taken back without bringing a session back", async () => {
    const [admin, person] = [await createActor({ role: "admin" }), await createUser()];
    const devices = [await signIn(person), await signIn(person)];
    const heard: string[] = [];
    const stop = await subscribe({ onItems: (items) => heard.push(...items.filter(([topic]) => topic === sessionEndedTopic).map(([, id]) => id as string)), onReset: () => {} });
    expect(await deactivateUser(admin, person.id)).toBe(2);
    for (const { sessionId } of devices) expect(await findLiveSession(sessionId)).toBeNull();
    await expect.poll(() => devices.every(({ sessionId }) => heard.includes(sessionId))).toBe(true);
    stop();
    expect(await codeOf(deactivateUser(admin, person.id))).toBe("conflict");
    await reactivateUser(admin, person.id);
    for (const { sessionId } of devices) expect(await findLiveSession(sessionId)).toBeNull();
    expect(await codeOf(reactivateUser(admin, person.id))).toBe("conflict");
    expect((await trailOf(person.id)).map(({ action, actorId, details }) => [action, actorId, details])).toEqual([
      ["account.deactivated", admin.userId, { endedSessions: 2 }],
      ["account.reactivated", admin.userId, {}],
    ]);
  });

  test("does not confirm an address that waits for it", async () => {
    const [admin, waiting] = [await createActor({ role: "admin" }), await createUser({ isActive: false, emailVerifiedAt: null })];
    for (const run of [deactivateUser, reactivateUser]) expect(await codeOf(run(admin, waiting.id))).toBe("conflict");
    expect(await rowOf(waiting.id)).toMatchObject({ isActive: false, emailVerifiedAt: null });
  });
});

test("a new role counts with the next request, is recorded once, and the same role again is nothing", async () => {
  const [admin, person] = [await createActor({ role: "admin" }), await createActor()];
  await changeRole(admin, person.userId, "moderator");
  await changeRole(admin, person.userId, "moderator");
  expect((await findLiveSession(person.sessionId))?.role).toBe("moderator");
  expect((await trailOf(person.userId)).map(({ action, details, address }) => [action, details, address])).toEqual([["account.role_changed", { from: "user", to: "moderator" }, admin.address]]);
});

test("ending somebody's sessions leaves the account on, and those of others alone", async () => {
  const [admin, person, other] = [await createActor({ role: "admin" }), await createActor(), await createActor()];
  expect(await endUserSessions(admin, person.userId)).toBe(1);
  expect([await findLiveSession(person.sessionId), (await findLiveSession(other.sessionId))?.userId]).toEqual([null, other.userId]);
  expect((await rowOf(person.userId)).isActive).toBe(true);
  expect(await db().select().from(session).where(eq(session.userId, person.userId))).toHaveLength(1);
});

describe("the list of people", () => {
  test("is searched by name and address, filtered by role and state, and paged without gaps", async () => {
    const admin = await createActor({ role: "admin" });
    const made = [];
    for (let i = 0; i < 5; i += 1) made.push(await createUser({ name: `Zuse_${i}`, email: `konrad${i}-needle%@example.test`, isActive: i !== 4, emailVerifiedAt: i === 4 ? null : new Date(), role: i === 0 ? "moderator" : "user" }));
    const ids = made.map(({ id }) => id).reverse();
    const first = await listPeople(admin, { text: "zUSE_", limit: 2 });
    const second = await listPeople(admin, { text: "zuse_", limit: 2, before: first.next! });
    const third = await listPeople(admin, { text: "zuse_", limit: 2, before: second.next! });
    expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual(ids);
    expect(third.next).toBeNull();
    const idsOf = async (filter: Parameters<typeof listPeople>[1]) => (await listPeople(admin, filter)).items.map(({ id }) => id);
    expect(await idsOf({ text: "needle%@" })).toEqual(ids);
    expect(await idsOf({ text: "zuse%" })).toEqual([]);
    expect(await idsOf({ text: "zuse_\0", role: "moderator" })).toEqual([made[0]!.id]);
    expect(await idsOf({ text: "zuse_", state: "invited" })).toEqual([made[4]!.id]);
    expect(await idsOf({ text: "zuse_", state: "off" })).toEqual([]);
  });

  test("shows a moderator no addresses and no sign-ins, and does not search in them", async () => {
    const [admin, moderator] = [await createActor({ role: "admin" }), await createActor({ role: "moderator" })];
    const person = await createActor({ name: "Hedy Lamarr", email: "frequency-hop@example.test" });
    await createRoomWith([[person, "owner"]]);
    expect((await listPeople(moderator, { text: "Hedy" })).items).toEqual([expect.objectContaining({ id: person.userId, email: null })]);
    expect((await listPeople(moderator, { text: "frequency-hop" })).items).toEqual([]);
    expect(await getPerson(moderator, person.userId)).toMatchObject({ email: null, sessions: null, roomCount: 1, can: { changeRole: false, deactivate: false, reactivate: false, endSessions: false } });
    const seen = await getPerson(admin, person.userId);
    expect(seen).toMatchObject({ email: "frequency-hop@example.test", roomCount: 1, can: { changeRole: true, deactivate: true, reactivate: false, endSessions: true } });
    expect(seen.sessions?.map(({ id }) => id)).toEqual([person.sessionId]);
    expect((await getPerson(admin, admin.userId)).can).toEqual({ changeRole: false, deactivate: false, reactivate: false, endSessions: false, mailLink: false, revokeInvitation: false, removeFactors: false });
  });

  test("is not for others", async () => {
    const person = await createActor();
    for (const query of [listPeople, (actor: Actor) => getPerson(actor, person.userId)]) {
      expect([await codeOf(query(nobody)), await codeOf(query(person))]).toEqual(["unauthenticated", "forbidden"]);
    }
    expect(await codeOf(getPerson(await createActor({ role: "moderator" }), 999_999_999))).toBe("not_found");
  });
});
