import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createUser } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { unsafeCreateAdmin } from "@/lib/accounts/commands/create-admin";
import { resetPassword } from "@/lib/accounts/commands/reset-password";
import { signIn } from "@/lib/accounts/commands/sign-in";
import type { Actor } from "@/lib/authz/actor";

const nobody: Actor = { kind: "anonymous", address: "203.0.113.9", requestId: "test" };
const root = path.resolve(import.meta.dirname, "../../..");
const rowOf = async (email: string) => (await db().select().from(user).where(eq(user.email, email)))[0];
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ["--import", "tsx", path.join(root, "server/admin-create.ts"), ...args], { cwd: root }).then(
    ({ stdout }) => stdout,
    (error: { stderr: string; code: number }) => `${error.code}: ${error.stderr}`,
  );

test("the command makes an administrator whose link sets the password, once", { timeout: 60_000 }, async () => {
  const said = await run("First.Admin@Example.test");
  const [, uid, token] = /\/reset-password\/([\w-]+)\/([\w-]+)/.exec(said)!;
  expect(await rowOf("first.admin@example.test")).toMatchObject({ role: "admin", isActive: true, name: "First Admin", passwordHash: null });
  await resetPassword(nobody, uid!, token!, "four louder badgers");
  expect(await signIn(nobody, { email: "first.admin@example.test", password: "four louder badgers", userAgent: null })).toMatchObject({ name: "First Admin" });
  await expect(resetPassword(nobody, uid!, token!, "five louder badgers")).rejects.toMatchObject({ code: "invalid_input" });
});

test("what is no address is refused in words, and nothing is made", { timeout: 60_000 }, async () => {
  for (const bad of [[], ["nonsense"]]) expect(await run(...bad)).toBe("1: Give one email address: npm run admin:create -- ada@example.com\n");
  expect(await rowOf("nonsense")).toBeUndefined();
});

test("an account that is there already is raised and switched on; its password stays until the link is used", async () => {
  const person = await createUser({ isActive: false, passwordHash: "kept" });
  expect(await unsafeCreateAdmin(person.email)).toMatchObject({ isNew: false });
  expect(await rowOf(person.email)).toMatchObject({ id: person.id, role: "admin", isActive: true, passwordHash: "kept", name: person.name });
  expect((await db().select({ action: auditEntry.action, kind: auditEntry.actorKind }).from(auditEntry).where(eq(auditEntry.targetId, String(person.id))))).toEqual([{ action: "account.admin_raised", kind: "system" }]);
});
