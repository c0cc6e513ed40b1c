import { desc } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createUser } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { signIn } from "@/lib/accounts/commands/sign-in";
import type { Actor } from "@/lib/authz/actor";
import { hashPassword } from "@/lib/platform/password";

const visitor: Actor = { kind: "anonymous", address: "203.0.113.7", requestId: "trail" };
const newest = async () => (await db().select().from(auditEntry).orderBy(desc(auditEntry.id)).limit(1))[0];
const attempt = (email: string, password: string) => signIn(visitor, { email, password, userAgent: null });

describe("the trail of a sign-in", () => {
  test("says who came in, and from where", async () => {
    const person = await createUser({ passwordHash: await hashPassword("correct horse battery") });
    const { sessionId } = await attempt(person.email, "correct horse battery");
    expect(await newest()).toMatchObject({ action: "session.started", targetType: "user", targetId: String(person.id), details: { sessionId }, address: "203.0.113.7" });
  });

  test("names the account that was refused by its number, an unknown address by its hash, and never the password", async () => {
    const person = await createUser({ passwordHash: await hashPassword("correct horse battery") });
    await expect(attempt(person.email, "wrong-staple")).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await newest()).toMatchObject({ action: "session.refused", targetType: "user", targetId: String(person.id), details: {} });
    await expect(attempt("stranger-in-trail@example.test", "wrong-staple")).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await newest()).toMatchObject({ action: "session.refused", targetType: null, targetId: null, details: { addressHash: expect.any(String) } });
    const trail = JSON.stringify(await db().select().from(auditEntry));
    for (const secret of ["wrong-staple", "correct horse", "stranger-in-trail", person.email]) expect(trail).not.toContain(secret);
  });

  test("has the refusal of an account that is switched off", async () => {
    const person = await createUser({ isActive: false, passwordHash: await hashPassword("correct horse battery") });
    await expect(attempt(person.email, "correct horse battery")).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await newest()).toMatchObject({ action: "session.refused", targetId: String(person.id) });
  });
});
