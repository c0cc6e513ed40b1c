import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createUser, signIn } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { outboxMail } from "@/db/schema/mails";
import { auditEntry } from "@/db/schema/audit";
import { changePassword } from "@/lib/accounts/commands/change-password";
import { findLiveSession } from "@/lib/accounts/sessions";
import { limits } from "@/lib/core/limits";
import { hashPassword, verifyPassword } from "@/lib/platform/password";

const old = "three quiet otters";
const hashOf = async (id: number) => (await db().select({ hash: user.passwordHash }).from(user).where(eq(user.id, id)))[0]!.hash;
const person = async () => createUser({ passwordHash: await hashPassword(old) });

test("a new password replaces the old one, ends every other session and is told by mail", async () => {
  const ada = await person();
  const [here, there] = [await signIn(ada), await signIn(ada)];
  await changePassword(here, old, "four louder badgers");
  expect([await verifyPassword(await hashOf(ada.id), "four louder badgers"), await verifyPassword(await hashOf(ada.id), old)]).toEqual([true, false]);
  expect([await findLiveSession(here.sessionId), await findLiveSession(there.sessionId)]).toEqual([expect.anything(), null]);
  expect(await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.actorId, ada.id))).toEqual([{ action: "account.password_changed" }]);
  expect(await db().select().from(outboxMail).where(eq(outboxMail.userId, ada.id))).toEqual([expect.objectContaining({ state: "queued", kind: "account.password_changed" })]);
});

test("a wrong old password, a common or own-address new one, or having none at all changes nothing", async () => {
  const [ada, without] = [await person(), await createUser()];
  const here = await signIn(ada);
  const other = await signIn(ada);
  const before = await hashOf(ada.id);
  await expect(changePassword(here, "wrong", "four louder badgers")).rejects.toMatchObject({ fields: { current_password: [expect.any(String)] } });
  for (const bad of ["password123", ada.email]) await expect(changePassword(here, old, bad)).rejects.toMatchObject({ fields: { new_password: [expect.any(String)] } });
  await expect(changePassword(await signIn(without), "", "four louder badgers")).rejects.toMatchObject({ fields: { current_password: [expect.any(String)] } });
  expect([await hashOf(ada.id), await hashOf(without.id)]).toEqual([before, null]);
  expect(await findLiveSession(other.sessionId)).not.toBeNull();
});

test("an open browser cannot be used to guess the password", async () => {
  const here = await signIn(await person());
  for (let n = 0; n < limits.signInFailuresPerAddress.max; n += 1) await expect(changePassword(here, `guess ${n}`, "four louder badgers")).rejects.toMatchObject({ code: "invalid_input" });
  await expect(changePassword(here, old, "four louder badgers")).rejects.toMatchObject({ code: "rate_limited" });
});
