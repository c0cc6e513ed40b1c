import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith, createUser } from "@/db/factories";
import { accountToken, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { outboxMail } from "@/db/schema/mails";
import { sendQueuedMails } from "@/inngest/mail-testing";
import { acceptInvitation } from "@/lib/accounts/commands/accept-invitation";
import { changeRole } from "@/lib/accounts/commands/change-role";
import { invitePerson } from "@/lib/accounts/commands/invite-person";
import { mailAccessLink } from "@/lib/accounts/commands/mail-access-link";
import { registerAccount } from "@/lib/accounts/commands/register-account";
import { orderDeletion } from "@/lib/accounts/commands/request-deletion";
import { resetPassword } from "@/lib/accounts/commands/reset-password";
import { revokeInvitation } from "@/lib/accounts/commands/revoke-invitation";
import { signIn } from "@/lib/accounts/commands/sign-in";
import type { PersonSort } from "@/lib/accounts/contract";
import { getPerson, listPeople } from "@/lib/accounts/people";
import { systemActor, type Actor, type UserActor } from "@/lib/authz/actor";
import { limits } from "@/lib/core/limits";
import { codeOf } from "@/lib/core/testing";

const nobody: Actor = { kind: "anonymous", address: "203.0.113.9", requestId: "test" };
const password = "three quiet otters";
const rowOf = async (id: number) => (await db().select().from(user).where(eq(user.id, id)))[0];
const trailOf = async (id: number) => (await db().select({ action: auditEntry.action, details: auditEntry.details }).from(auditEntry).where(and(eq(auditEntry.targetType, "user"), eq(auditEntry.targetId, String(id)))).orderBy(auditEntry.id)).map(({ action, details }) => [action, details]);

let admin: UserActor;
let serial = 0;
beforeEach(async () => {
  admin = await createActor({ role: "admin", name: "Ada" });
});
const address = () => `invited-${(serial += 1)}@example.test`;
const invitation = (values: Partial<Parameters<typeof invitePerson>[1]> = {}) => ({ email: address(), role: "moderator" as const, locale: "de" as const, ...values });

/** Sends what waits and answers the mails to an address, with the link in each. */
async function mailsTo(recipient: string): Promise<{ subject: string; kind: string | null; link: [string, string] }[]> {
  await sendQueuedMails();
  const rows = await db().select().from(outboxMail).where(eq(outboxMail.recipient, recipient)).orderBy(outboxMail.id);
  return rows.map(({ subject, kind, text }) => ({ subject, kind, link: /https?:\/\/\S+/.exec(text)![0].split("/").slice(-2) as [string, string] }));
}
const accept = (link: [string, string], typed = password) => acceptInvitation(nobody, ...link, { name: "Grace Hopper", password: typed });

describe("an invitation", () => {
  test("makes an account with its role, which opens by the mailed link with a name and a password, once", async () => {
    const input = invitation();
    const { id } = await invitePerson(admin, input);
    expect(await rowOf(id)).toMatchObject({ email: input.email, role: "moderator", locale: "de", isActive: false, emailVerifiedAt: null, passwordHash: null });
    expect((await getPerson(admin, id)).state).toBe("invited");
    const [mail] = await mailsTo(input.email);
    expect(mail).toMatchObject({ kind: "account.invitation", subject: "Ada lädt Sie zu Atrium ein" });
    expect(await codeOf(accept(mail!.link, "password"))).toBe("invalid_input");
    await accept(mail!.link);
    expect(await rowOf(id)).toMatchObject({ name: "Grace Hopper", role: "moderator", isActive: true, emailVerifiedAt: expect.any(Date) });
    expect((await signIn(nobody, { email: input.email, password, userAgent: null })).email).toBe(input.email);
    expect(await codeOf(accept(mail!.link, "another good one"))).toBe("invalid_input");
    expect((await trailOf(id)).slice(0, 2)).toEqual([["account.invited", { role: "moderator" }], ["account.invitation_accepted", {}]]);
  });

  test("is an administrator's business; whoever is refused writes nothing", async () => {
    const input = invitation();
    const demoted = await createActor({ role: "admin" });
    await changeRole(admin, demoted.userId, "user");
    const actors: Record<string, Actor> = { nobody, user: await createActor(), moderator: await createActor({ role: "moderator" }), demoted, system: systemActor };
    const codes = await Promise.all(Object.entries(actors).map(async ([name, actor]) => [name, await codeOf(invitePerson(actor, input))]));
    expect(Object.fromEntries(codes)).toEqual({ nobody: "unauthenticated", user: "forbidden", moderator: "forbidden", demoted: "forbidden", system: "forbidden" });
    expect(await db().$count(user, eq(user.email, input.email))).toBe(0);
    expect(await mailsTo(input.email)).toEqual([]);
  });

  test("of an address that has an account is refused, and of twenty at once one is made", async () => {
    const known = await createUser();
    await expect(invitePerson(admin, invitation({ email: known.email }))).rejects.toMatchObject({ code: "invalid_input", fields: { email: [expect.stringContaining("already")] } });
    const input = invitation();
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(invitePerson(admin, input))));
    expect(codes.filter((code) => code === "done")).toHaveLength(1);
    expect(await mailsTo(input.email)).toHaveLength(1);
  });

  test("sent again makes the link before it useless; taken back nobody can accept it, and the address is free again", async () => {
    const input = invitation();
    const { id } = await invitePerson(admin, input);
    await mailAccessLink(admin, id);
    const [first, second] = await mailsTo(input.email);
    expect(second!.kind).toBe("account.invitation");
    expect(await codeOf(accept(first!.link))).toBe("invalid_input");
    for (const actor of [nobody, await createActor({ role: "moderator" })]) expect(await codeOf(revokeInvitation(actor, id))).not.toBe("done");
    await revokeInvitation(admin, id);
    expect([await rowOf(id), await codeOf(accept(second!.link)), await codeOf(revokeInvitation(admin, id))]).toEqual([undefined, "invalid_input", "not_found"]);
    expect((await trailOf(id)).map(([action]) => action)).toEqual(["account.invited", "account.link_mailed", "account.invitation_revoked"]);
    expect(await codeOf(invitePerson(admin, input))).toBe("done");
  });

  test("that was accepted, or whose account is in a room already, is not taken back", async () => {
    const [one, other] = [await invitePerson(admin, invitation()), await invitePerson(admin, invitation())];
    await db().update(user).set({ isActive: true, emailVerifiedAt: new Date() }).where(eq(user.id, one.id));
    await createRoomWith([[{ ...admin, userId: other.id }, "owner"]]);
    for (const { id } of [one, other]) {
      expect(await codeOf(revokeInvitation(admin, id))).toBe("conflict");
      expect((await getPerson(admin, id)).can.revokeInvitation).toBe(false);
      expect(await rowOf(id)).toBeDefined();
    }
  });

  test("that has expired opens nothing", async () => {
    const input = invitation();
    const { id } = await invitePerson(admin, input);
    const [mail] = await mailsTo(input.email);
    await db().update(accountToken).set({ expiresAt: new Date(Date.now() - 1000) }).where(eq(accountToken.userId, id));
    expect(await codeOf(accept(mail!.link))).toBe("invalid_input");
    expect((await rowOf(id))!.isActive).toBe(false);
  });

  test("whose reader registers instead gets a link that sets a password, after which the invitation is used up", async () => {
    const input = invitation();
    const { id } = await invitePerson(admin, input);
    await registerAccount(nobody, { email: input.email, password }, { locale: "en", requestOrigin: null });
    const mails = await mailsTo(input.email);
    const reset = mails.find(({ kind }) => kind === "account.reset")!;
    await resetPassword(nobody, ...reset.link, password);
    expect((await rowOf(id))!.isActive).toBe(true);
    expect(await codeOf(accept(mails.find(({ kind }) => kind === "account.invitation")!.link))).toBe("invalid_input");
  });

  test("is bounded by the hour", async () => {
    const { max } = limits.invitePersonPerUser;
    const codes: string[] = [];
    for (let n = 0; n <= max; n += 1) codes.push(await codeOf(invitePerson(admin, invitation())));
    expect([codes.slice(0, max).every((code) => code === "done"), codes[max]]).toEqual([true, "rate_limited"]);
  });
});

describe("the list of people", () => {
  test("names whose account is being deleted, and finds people by each state", async () => {
    const found = async (state: "active" | "waiting" | "invited" | "leaving" | "off", id: number) => (await listPeople(admin, { state, limit: 100 })).items.some((person) => person.id === id && person.state === state);
    const [waiting, off, leaving] = [await createUser({ isActive: false, emailVerifiedAt: null, passwordHash: "x" }), await createUser({ isActive: false }), await createActor()];
    await orderDeletion(admin, leaving.userId, { reason: "Left the company", keepSharedVideos: true });
    const invited = await invitePerson(admin, invitation());
    const ids = { active: admin.userId, waiting: waiting.id, invited: invited.id, leaving: leaving.userId, off: off.id } as const;
    for (const state of Object.keys(ids) as (keyof typeof ids)[]) {
      const row = await Promise.all((Object.keys(ids) as (keyof typeof ids)[]).map((each) => found(state, ids[each])));
      expect([state, Object.keys(ids).filter((_, i) => row[i])]).toEqual([state, [state]]);
    }
    expect((await getPerson(await createActor({ role: "moderator" }), leaving.userId)).state).toBe("leaving");
  });

  test("is sorted by any column, page after page, with everybody once; moderators get no order by address", async () => {
    const tag = `sorted${serial}`;
    for (const [name, email] of [["Berta", "c"], ["anna", "b"], ["Anna", "d"], ["Carl", "a"]] as const) await createUser({ name: `${name} ${tag}`, email: `${email}-${tag}@example.test` });
    const all = async (actor: Actor, sort: PersonSort) => {
      const names: string[] = [];
      let before: number | undefined;
      do {
        const { items, next } = await listPeople(actor, { text: tag, sort, limit: 1, ...(before === undefined ? {} : { before }) });
        names.push(...items.map(({ name }) => name.split(" ")[0]!));
        before = next ?? undefined;
      } while (before !== undefined);
      return names.join(" ");
    };
    expect([await all(admin, "name"), await all(admin, "-name"), await all(admin, "email"), await all(admin, "since"), await all(admin, "-since")]).toEqual([
      "anna Anna Berta Carl", "Carl Berta Anna anna", "Carl anna Berta Anna", "Berta anna Anna Carl", "Carl Anna anna Berta",
    ]);
    const moderator = await createActor({ role: "moderator" });
    expect([await all(moderator, "email"), await all(moderator, "name")]).toEqual(["Berta anna Anna Carl", "anna Anna Berta Carl"]);
  });
});
