import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { createUser, signIn } from "@/db/factories";
import { rateLimit, session, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { passkey, userRecoveryCode } from "@/db/schema/factors";
import { outboxMail } from "@/db/schema/mails";
import { addressChange } from "@/db/schema/personal";
import { cancelAddressChange, confirmAddress, requestAddressChange, undoAddressChange } from "@/lib/accounts/commands/change-address";
import { countRecoveryCodes, replaceRecoveryCodes } from "@/lib/accounts/recovery-codes";
import { requestDeletion } from "@/lib/accounts/commands/request-deletion";
import { findLiveSession } from "@/lib/accounts/sessions";
import type { Actor } from "@/lib/authz/actor";
import { codeOf } from "@/lib/core/testing";
import { unseal } from "@/lib/platform/seal";
import { mailSeal } from "@/lib/platform/mail/queue";
import { hashPassword } from "@/lib/platform/password";

const nobody: Actor = { kind: "anonymous", address: "203.0.113.9", requestId: "test" };
let serial = 0;
const fresh = () => `new-${(serial += 1)}-${Date.now()}@example.test`;
const mailsTo = (email: string) => db().select().from(outboxMail).where(eq(outboxMail.recipient, email)).orderBy(outboxMail.id);
const kindsTo = async (email: string) => (await mailsTo(email)).map(({ kind }) => kind);
/** The link in the newest mail of a kind, as its reader would follow it. */
async function linkIn(email: string, kind: string): Promise<[uid: string, token: string]> {
  const mail = (await mailsTo(email)).findLast((each) => each.kind === kind)!;
  const { url } = JSON.parse(unseal(mailSeal, mail.sealed!)!) as { url: string };
  return new URL(url).pathname.split("/").slice(2) as [string, string];
}
const rowOf = async (id: number) => (await db().select().from(user).where(eq(user.id, id)))[0]!;
const trailOf = async (id: number) => (await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.targetId, String(id))).orderBy(auditEntry.id)).map(({ action }) => action);
const person = async () => createUser({ passwordHash: await hashPassword("three quiet otters") });

beforeEach(() => db().delete(rateLimit));

test("both mailboxes hear of it, nothing changes before the new one confirms, then every other session ends", async () => {
  const ada = await person();
  const [here, there] = [await signIn(ada), await signIn(ada)];
  const to = fresh();
  await requestAddressChange(here, to);
  expect([await kindsTo(to), await kindsTo(ada.email), (await rowOf(ada.id)).email]).toEqual([["account.address_confirm"], ["account.address_asked"], ada.email]);
  const [uid, token] = await linkIn(to, "account.address_confirm");
  await confirmAddress(nobody, uid, token);
  expect((await rowOf(ada.id)).email).toBe(to);
  expect([await findLiveSession(here.sessionId), await findLiveSession(there.sessionId)]).toEqual([expect.anything(), null]);
  expect(await kindsTo(ada.email)).toEqual(["account.address_asked", "account.address_changed"]);
  expect(await trailOf(ada.id)).toEqual(["account.address_change_requested", "account.address_changed"]);
  expect(await codeOf(confirmAddress(nobody, uid, token))).toBe("invalid_input");
});

describe("a request", () => {
  test("needs a recent proof, another address than one's own, and is limited; refused, it writes and mails nothing", async () => {
    const ada = await person();
    const actor = await signIn(ada);
    const to = fresh();
    expect(await codeOf(requestAddressChange(actor, ada.email))).toBe("invalid_input");
    await db().update(session).set({ createdAt: sql`now() - interval '1 hour'` }).where(eq(session.id, actor.sessionId));
    expect(await codeOf(requestAddressChange(actor, to))).toBe("proof_required");
    expect([await kindsTo(to), await kindsTo(ada.email), await trailOf(ada.id), await db().select().from(addressChange).where(eq(addressChange.userId, ada.id))]).toEqual([[], [], [], []]);
    await db().update(session).set({ createdAt: sql`now()` }).where(eq(session.id, actor.sessionId));
    const outcomes: string[] = [];
    for (let n = 0; n < 6; n += 1) outcomes.push(await codeOf(requestAddressChange(actor, fresh())));
    expect(outcomes).toEqual(["done", "done", "done", "rate_limited", "rate_limited", "rate_limited"]);
  });

  test("for an address that has an account answers alike; only its owner hears why nothing will happen", async () => {
    const [ada, other] = [await person(), await person()];
    const actor = await signIn(ada);
    expect(await requestAddressChange(actor, other.email)).toBe(await requestAddressChange(actor, fresh()));
    expect(await kindsTo(other.email)).toEqual(["account.address_taken"]);
    expect((await kindsTo(ada.email)).length).toBe(2);
  });

  test("replaces the one before, and can be taken back", async () => {
    const ada = await person();
    const actor = await signIn(ada);
    const [first, second] = [fresh(), fresh()];
    await requestAddressChange(actor, first);
    await requestAddressChange(actor, second);
    expect(await codeOf(confirmAddress(nobody, ...(await linkIn(first, "account.address_confirm"))))).toBe("invalid_input");
    await cancelAddressChange(actor);
    expect(await codeOf(confirmAddress(nobody, ...(await linkIn(second, "account.address_confirm"))))).toBe("invalid_input");
    expect((await rowOf(ada.id)).email).toBe(ada.email);
  });
});

describe("a link", () => {
  test("works for its purpose and person only, until it is too old", async () => {
    const [ada, other] = [await person(), await person()];
    const to = fresh();
    await requestAddressChange(await signIn(ada), to);
    const confirm = await linkIn(to, "account.address_confirm");
    const undo = await linkIn(ada.email, "account.address_asked");
    const foreign = Buffer.from(String(other.id)).toString("base64url");
    const wrong = [confirmAddress(nobody, ...undo), undoAddressChange(nobody, ...confirm), confirmAddress(nobody, foreign, confirm[1]), confirmAddress(nobody, confirm[0], `${confirm[1].slice(0, -1)}_`), confirmAddress(nobody, "no", "no")];
    expect(await Promise.all(wrong.map(codeOf))).toEqual(Array(5).fill("invalid_input"));
    await db().update(addressChange).set({ confirmUntil: sql`now()`, revertUntil: sql`now()` }).where(eq(addressChange.userId, ada.id));
    expect([await codeOf(confirmAddress(nobody, ...confirm)), await codeOf(undoAddressChange(nobody, ...undo))]).toEqual(["invalid_input", "invalid_input"]);
    expect((await rowOf(ada.id)).email).toBe(ada.email);
  });

  test("used twenty times at once changes the address once", async () => {
    const ada = await person();
    const to = fresh();
    await requestAddressChange(await signIn(ada), to);
    const link = await linkIn(to, "account.address_confirm");
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(confirmAddress(nobody, ...link))));
    expect(outcomes.filter((each) => each === "done")).toHaveLength(1);
    expect((await trailOf(ada.id)).filter((action) => action === "account.address_changed")).toHaveLength(1);
  });

  test("is refused when the address was taken meanwhile; an account that was never confirmed gives way", async () => {
    const [ada, bob] = [await person(), await person()];
    const [taken, squatted] = [fresh(), fresh()];
    await requestAddressChange(await signIn(ada), taken);
    await createUser({ email: taken });
    expect(await codeOf(confirmAddress(nobody, ...(await linkIn(taken, "account.address_confirm"))))).toBe("invalid_input");
    expect((await rowOf(ada.id)).email).toBe(ada.email);
    await createUser({ email: squatted, isActive: false, emailVerifiedAt: null });
    await requestAddressChange(await signIn(bob), squatted);
    await confirmAddress(nobody, ...(await linkIn(squatted, "account.address_confirm")));
    expect((await rowOf(bob.id)).email).toBe(squatted);
  });
});

describe("this was not me", () => {
  test("stops a change that waits, ends every session and voids the password", async () => {
    const ada = await person();
    const thief = await signIn(ada);
    const to = fresh();
    await requestAddressChange(thief, to);
    expect(await undoAddressChange(nobody, ...(await linkIn(ada.email, "account.address_asked")))).toBe(false);
    expect([await findLiveSession(thief.sessionId), (await rowOf(ada.id)).passwordHash]).toEqual([null, null]);
    expect(await codeOf(confirmAddress(nobody, ...(await linkIn(to, "account.address_confirm"))))).toBe("invalid_input");
    expect((await kindsTo(ada.email)).at(-1)).toBe("account.reset");
  });

  test("puts the old address back after two changes, by either mail, and undoes what was done since", async () => {
    const ada = await person();
    const thief = await signIn(ada);
    const [one, two] = [fresh(), fresh()];
    await db().insert(passkey).values({ userId: ada.id, credentialId: `mine-${ada.id}`, publicKey: "AA", counter: 0, name: "Mine", isBackedUp: false, createdAt: sql`now() - interval '1 day'` });
    await requestAddressChange(thief, one);
    await confirmAddress(nobody, ...(await linkIn(one, "account.address_confirm")));
    await requestAddressChange(thief, two);
    await confirmAddress(nobody, ...(await linkIn(two, "account.address_confirm")));
    await db().insert(passkey).values({ userId: ada.id, credentialId: `theirs-${ada.id}`, publicKey: "AA", counter: 0, name: "Theirs", isBackedUp: false });
    await transaction((tx) => replaceRecoveryCodes(tx, ada.id));
    await db().update(userRecoveryCode).set({ createdAt: sql`now() - interval '1 day'` }).where(eq(userRecoveryCode.userId, ada.id));
    await requestDeletion(thief, { email: two, keepSharedVideos: false });
    const asked = await linkIn(ada.email, "account.address_asked");
    expect(await linkIn(ada.email, "account.address_changed")).toEqual(asked);
    expect(await undoAddressChange(nobody, ...asked)).toBe(true);
    expect(await rowOf(ada.id)).toMatchObject({ email: ada.email, isActive: true, passwordHash: null });
    expect((await db().select({ name: passkey.name }).from(passkey).where(eq(passkey.userId, ada.id))).map(({ name }) => name)).toEqual(["Mine"]);
    expect(await countRecoveryCodes(db(), ada.id)).toBe(0);
    expect(await codeOf(undoAddressChange(nobody, ...(await linkIn(one, "account.address_asked"))))).toBe("invalid_input");
    expect(await codeOf(undoAddressChange(nobody, ...asked))).toBe("invalid_input");
  });

  test("says so when the old address has another account by now, and changes nothing", async () => {
    const ada = await person();
    const to = fresh();
    await requestAddressChange(await signIn(ada), to);
    await confirmAddress(nobody, ...(await linkIn(to, "account.address_confirm")));
    await createUser({ email: ada.email });
    expect(await codeOf(undoAddressChange(nobody, ...(await linkIn(ada.email, "account.address_changed"))))).toBe("conflict");
    expect((await rowOf(ada.id)).email).toBe(to);
  });
});
