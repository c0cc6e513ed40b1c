import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createUser, signIn } from "@/db/factories";
import { session, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { endOtherSessions, endOwnSession } from "@/lib/accounts/commands/end-session";
import { updateProfile } from "@/lib/accounts/commands/update-profile";
import { listSessions } from "@/lib/accounts/queries";
import { findLiveSession } from "@/lib/accounts/sessions";
import type { Actor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";

const nobody: Actor = { kind: "anonymous", address: "203.0.113.9", requestId: "test" };
const isLive = async (id: string) => (await findLiveSession(id)) !== null;

describe("the list of devices", () => {
  test("shows one's own live sessions, the present one first", async () => {
    const person = await createUser();
    const here = await signIn(person);
    const there = await signIn(person);
    const ended = await signIn(person);
    const expired = await signIn(person);
    await createActor();
    await db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, ended.sessionId));
    await db().update(session).set({ expiresAt: new Date(Date.now() - 1000) }).where(eq(session.id, expired.sessionId));
    await db().update(session).set({ lastSeenAt: new Date(Date.now() - 60_000) }).where(eq(session.id, here.sessionId));
    expect((await listSessions(here)).map(({ id, isCurrent }) => [id, isCurrent])).toEqual([[here.sessionId, true], [there.sessionId, false]]);
  });

  test("is for signed-in people only", async () => {
    await expect(listSessions(nobody)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("ending a session", () => {
  test("works for one's own, once, and leaves a trace", async () => {
    const person = await createUser();
    const [here, there] = [await signIn(person), await signIn(person)];
    await endOwnSession(here, there.sessionId);
    expect([await isLive(here.sessionId), await isLive(there.sessionId)]).toEqual([true, false]);
    expect(await db().select().from(auditEntry).where(eq(auditEntry.targetId, there.sessionId))).toEqual([expect.objectContaining({ action: "session.ended", actorId: person.id })]);
    await expect(endOwnSession(here, there.sessionId)).rejects.toMatchObject({ code: "not_found" });
  });

  test("of somebody else does as if it were not there, and ends nothing", async () => {
    const [one, other] = [await createActor(), await createActor({ role: "user" })];
    const admin = await createActor({ role: "admin" });
    for (const actor of [one, admin]) await expect(endOwnSession(actor, other.sessionId)).rejects.toMatchObject({ code: "not_found" });
    await expect(endOwnSession(nobody, other.sessionId)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await isLive(other.sessionId)).toBe(true);
  });

  test("everywhere else keeps the one that asks", async () => {
    const person = await createUser();
    const [here, ...others] = [await signIn(person), await signIn(person), await signIn(person)];
    const stranger = await createActor();
    expect(await endOtherSessions(here!)).toBe(2);
    expect(await isLive(here!.sessionId)).toBe(true);
    for (const { sessionId } of others) expect(await isLive(sessionId)).toBe(false);
    expect(await isLive(stranger.sessionId)).toBe(true);
    await expect(endOtherSessions(nobody)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("using a session", () => {
  test("moves its end forward, at most every few minutes", async () => {
    const actor = await createActor();
    const read = async () => (await db().select().from(session).where(eq(session.id, actor.sessionId)))[0]!;
    const fresh = await read();
    await findLiveSession(actor.sessionId);
    expect(await read()).toEqual(fresh);
    const earlier = new Date(Date.now() - (settings.sessionTouchSeconds + 1) * 1000);
    await db().update(session).set({ lastSeenAt: earlier, expiresAt: new Date(Date.now() + 60_000) }).where(eq(session.id, actor.sessionId));
    await findLiveSession(actor.sessionId);
    expect((await read()).expiresAt.getTime()).toBeGreaterThan(Date.now() + (settings.sessionSeconds - 60) * 1000);
  });
});

test("a profile is changed by its person only", async () => {
  const [actor, other] = [await createActor(), await createActor()];
  await updateProfile(actor, { name: "Countess Lovelace", locale: "fr", timeZone: "UTC" });
  const names = async (id: number) => (await db().select({ name: user.name, locale: user.locale, role: user.role }).from(user).where(eq(user.id, id)))[0];
  expect(await names(actor.userId)).toEqual({ name: "Countess Lovelace", locale: "fr", role: "user" });
  expect(await names(other.userId)).toMatchObject({ name: "Ada Example", locale: "en" });
  await expect(updateProfile(nobody, { name: "X", locale: "en", timeZone: "UTC" })).rejects.toMatchObject({ code: "unauthenticated" });
});
