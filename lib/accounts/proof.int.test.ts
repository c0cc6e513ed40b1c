import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createUser, signIn } from "@/db/factories";
import { rateLimit, session } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { proveByPassword } from "@/lib/accounts/commands/prove-identity";
import { hasRecentProof, requireRecentProof } from "@/lib/accounts/proof";
import type { UserActor } from "@/lib/authz/actor";
import { hashPassword } from "@/lib/platform/password";

const password = "three quiet otters";
const passwordHash = await hashPassword(password);
const person = async () => signIn(await createUser({ passwordHash }));
/** As if the person had signed in that long ago. */
const age = (actor: UserActor, minutes: number) =>
  db().update(session).set({ createdAt: sql`now() - make_interval(mins => ${minutes})`, provenAt: sql`${session.provenAt} - make_interval(mins => ${minutes})` }).where(eq(session.id, actor.sessionId));
const auditOf = (actor: UserActor) => db().select({ action: auditEntry.action, details: auditEntry.details }).from(auditEntry).where(eq(auditEntry.actorId, actor.userId));

beforeEach(async () => {
  await db().delete(rateLimit);
});

test("a fresh sign-in is proof for ten minutes, and for no other session", async () => {
  const actor = await person();
  expect(await hasRecentProof(actor)).toBe(true);
  await age(actor, 9);
  expect(await hasRecentProof(actor)).toBe(true);
  await age(actor, 11);
  expect(await hasRecentProof(actor)).toBe(false);
  await expect(requireRecentProof(db(), actor)).rejects.toMatchObject({ code: "proof_required", status: 403 });
});

test("the password proves it again, for this session alone and for ten minutes more", async () => {
  const actor = await person();
  const elsewhere = { ...actor, ...(await signIn({ ...(await createUser()), id: actor.userId })) };
  await age(actor, 60);
  await age(elsewhere, 60);
  await proveByPassword(actor, password);
  expect([await hasRecentProof(actor), await hasRecentProof(elsewhere)]).toEqual([true, false]);
  expect(await auditOf(actor)).toEqual([{ action: "session.proven", details: { by: "password" } }]);
  await age(actor, 11);
  expect(await hasRecentProof(actor)).toBe(false);
});

test("a wrong password proves nothing, and the eleventh is refused unread", async () => {
  const actor = await person();
  await age(actor, 60);
  for (let count = 0; count < 10; count += 1) await expect(proveByPassword(actor, "wrong password")).rejects.toMatchObject({ code: "invalid_input", fields: { password: [expect.any(String)] } });
  await expect(proveByPassword(actor, password)).rejects.toMatchObject({ code: "rate_limited" });
  expect(await hasRecentProof(actor)).toBe(false);
});

test("somebody without a password proves nothing by one", async () => {
  const actor = await signIn(await createUser());
  await age(actor, 60);
  await expect(proveByPassword(actor, "")).rejects.toMatchObject({ code: "invalid_input" });
  expect(await hasRecentProof(actor)).toBe(false);
});

test("an ended session and a foreign one are never proven", async () => {
  const actor = await person();
  const other = await person();
  expect(await hasRecentProof({ ...actor, sessionId: other.sessionId })).toBe(false);
  await db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, actor.sessionId));
  expect(await hasRecentProof(actor)).toBe(false);
});
