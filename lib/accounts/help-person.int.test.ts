import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createUser, signIn } from "@/db/factories";
import { accountToken, session } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { outboxMail } from "@/db/schema/mails";
import { endUserSession } from "@/lib/accounts/commands/end-user-session";
import { mailAccessLink } from "@/lib/accounts/commands/mail-access-link";
import { getPerson } from "@/lib/accounts/people";
import { findLiveSession } from "@/lib/accounts/sessions";
import type { Actor } from "@/lib/authz/actor";

const nobody: Actor = { kind: "anonymous", address: null, requestId: null };
const auditsOn = async (id: number) => (await db().select().from(auditEntry).where(eq(auditEntry.targetId, String(id)))).map(({ action }) => action);
const purposesOf = async (userId: number) => (await db().select({ purpose: accountToken.purpose }).from(accountToken).where(eq(accountToken.userId, userId))).map(({ purpose }) => purpose);

test("an administrator ends one session of a person and the others stay", async () => {
  const admin = await createActor({ role: "admin" });
  const person = await createUser();
  const [ended, kept, foreign] = [await signIn(person), await signIn(person), await createActor()];
  await endUserSession(admin, person.id, ended.sessionId);
  expect([await findLiveSession(ended.sessionId), (await findLiveSession(kept.sessionId))?.userId]).toEqual([null, person.id]);
  expect(await auditsOn(person.id)).toEqual(["account.session_ended"]);
  for (const id of [ended.sessionId, foreign.sessionId, crypto.randomUUID()]) await expect(endUserSession(admin, person.id, id)).rejects.toMatchObject({ code: "not_found" });
  expect(await findLiveSession(foreign.sessionId)).not.toBeNull();
});

test("nobody else ends a session or mails a link, and nothing is written", async () => {
  const target = await createActor();
  const others: [Actor, string][] = [[nobody, "unauthenticated"], [await createActor(), "forbidden"], [await createActor({ role: "moderator" }), "forbidden"]];
  for (const [actor, code] of others) {
    await expect(endUserSession(actor, target.userId, target.sessionId)).rejects.toMatchObject({ code });
    await expect(mailAccessLink(actor, target.userId)).rejects.toMatchObject({ code });
  }
  expect(await db().$count(session, eq(session.userId, target.userId))).toBe(1);
  expect(await findLiveSession(target.sessionId)).not.toBeNull();
  expect([await purposesOf(target.userId), await auditsOn(target.userId)]).toEqual([[], []]);
});

test("the link that is mailed fits the account: a new password, a confirmation, an invitation, or none for one that is switched off", async () => {
  const admin = await createActor({ role: "admin" });
  const waiting = { isActive: false, emailVerifiedAt: null };
  const people = { active: await createUser(), waiting: await createUser({ ...waiting, passwordHash: "x" }), madeByProgram: await createUser(waiting), off: await createUser({ isActive: false }) };
  const able = Object.fromEntries(await Promise.all(Object.entries(people).map(async ([name, { id }]) => [name, (await getPerson(admin, id)).can.mailLink] as const)));
  expect(able).toEqual({ active: true, waiting: true, madeByProgram: true, off: false });
  for (const { id } of [people.active, people.waiting, people.madeByProgram]) await mailAccessLink(admin, id);
  await expect(mailAccessLink(admin, people.off.id)).rejects.toMatchObject({ code: "conflict" });
  expect(await Promise.all(Object.values(people).map(({ id }) => purposesOf(id)))).toEqual([["reset"], ["activate"], ["invite"], []]);
  expect(await db().$count(outboxMail, eq(outboxMail.userId, people.waiting.id))).toBe(1);
  expect(await auditsOn(people.active.id)).toEqual(["account.link_mailed"]);
  expect(await auditsOn(people.off.id)).toEqual([]);
});
