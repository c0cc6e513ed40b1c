import { and, asc, desc, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith, createUser } from "@/db/factories";
import { rateLimit, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { callBan } from "@/db/schema/calls";
import { outboxMail } from "@/db/schema/mails";
import { room, roomEvent, roomInvitation, roomMember } from "@/db/schema/rooms";
import { sendQueuedMails } from "@/inngest/mail-testing";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { limits } from "@/lib/core/limits";
import { settings } from "@/lib/core/settings";
import { codeOf } from "@/lib/core/testing";
import { unseal } from "@/lib/platform/seal";
import { mailSeal } from "@/lib/platform/mail/queue";
import { acceptInvitation } from "@/lib/rooms/commands/accept-invitation";
import { pruneInvitations, resendInvitation, setInvitationRevoked } from "@/lib/rooms/commands/change-invitation";
import { deleteRoom, restoreRoom } from "@/lib/rooms/commands/delete-room";
import { inviteToRoom } from "@/lib/rooms/commands/invite";
import { changeMemberRole, removeMember } from "@/lib/rooms/commands/manage-members";
import { leaveAllRooms } from "@/lib/rooms/commands/settle-departure";
import { roomParts } from "@/lib/rooms/queries/export-parts";
import { listInvitations, viewInvitation } from "@/lib/rooms/queries/invitations";

beforeEach(() => db().delete(rateLimit));

const roleOf = async (roomId: number, userId: number) => (await db().select().from(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId))))[0]?.role;
const entriesOf = async (roomId: number) => (await db().select().from(auditEntry).where(and(eq(auditEntry.targetType, "room"), eq(auditEntry.targetId, String(roomId)))).orderBy(asc(auditEntry.id))).map(({ action }) => action);
const rowsOf = (roomId: number) => db().select().from(roomInvitation).where(eq(roomInvitation.roomId, roomId)).orderBy(asc(roomInvitation.id));
const mailsTo = (email: string) => db().select().from(outboxMail).where(and(eq(outboxMail.recipient, email), eq(outboxMail.kind, "room.invitation"))).orderBy(desc(outboxMail.id));
const traceOf = async (roomId: number) => ({
  invitations: await rowsOf(roomId), members: await db().select().from(roomMember).where(eq(roomMember.roomId, roomId)).orderBy(roomMember.userId),
  room: await db().select().from(room).where(eq(room.id, roomId)), events: await db().select().from(roomEvent).where(eq(roomEvent.roomId, roomId)),
  entries: await entriesOf(roomId), mails: (await db().select({ id: outboxMail.id, state: outboxMail.state }).from(outboxMail)).length,
});

/** The token of the newest mail to an address that waits to be sent. */
async function tokenFor(email: string): Promise<string> {
  const [mail] = await mailsTo(email);
  return (JSON.parse(unseal(mailSeal, mail!.sealed!)!) as { url: string }).url.split("/invitation/")[1]!;
}

async function scene() {
  const [owner, host, member] = await Promise.all([createActor({ name: "Olga" }), createActor({ name: "Hedy" }), createActor({ name: "Mia" })]);
  const { id, slug } = await createRoomWith([[owner, "owner"], [host, "administrator"], [member, "member"]], { accessLevel: "restricted", name: "Atelier" });
  return { owner, host, member, id, slug };
}

/** Somebody invited by a host, with the link of their mail. */
async function invited(role: "member" | "administrator" | "owner" = "member", by: "owner" | "host" = "host") {
  const at = await scene();
  const guest = await createActor({ name: "Ida" });
  await inviteToRoom(at[by], at.id, { emails: [guest.email], role });
  return { ...at, guest, token: await tokenFor(guest.email), invitationId: (await rowsOf(at.id))[0]!.id };
}

describe("inviting", () => {
  test("a host invites several addresses: each gets a mail of its own, in the reader's language, whose token is stored nowhere; the log keeps no address", async () => {
    const { host, member, id } = await scene();
    const known = await createUser({ locale: "de" });
    expect(await inviteToRoom(host, id, { emails: [known.email, "new@example.org", member.email], role: "administrator" })).toEqual([
      { email: known.email, outcome: "invited" }, { email: "new@example.org", outcome: "invited" }, { email: member.email, outcome: "member" },
    ]);
    const token = await tokenFor("new@example.org");
    const rows = await rowsOf(id);
    expect(rows).toMatchObject([{ email: known.email, role: "administrator", invitedBy: host.userId }, { email: "new@example.org", role: "administrator" }]);
    expect(JSON.stringify([rows, await mailsTo("new@example.org")])).not.toContain(token);
    expect((rows[0]!.expiresAt.getTime() - rows[0]!.createdAt.getTime()) / 1000).toBeCloseTo(settings.invitationSeconds, -1);
    await sendQueuedMails();
    expect((await mailsTo(known.email))[0]).toMatchObject({ state: "sent", subject: "Einladung in „Atelier“ auf Atrium", sealed: null });
    expect((await mailsTo("new@example.org"))[0]).toMatchObject({ state: "sent", subject: "Invitation to “Atelier” on Atrium", text: expect.stringContaining(`/invitation/${token}`) });
    expect(await mailsTo(member.email)).toEqual([]);
    const entries = await db().select().from(auditEntry).where(and(eq(auditEntry.action, "room.invited"), eq(auditEntry.targetId, String(id))));
    expect(entries).toHaveLength(2);
    expect(JSON.stringify(entries)).not.toMatch(/example\.(org|test)/);
    expect(await db().select().from(roomEvent).where(eq(roomEvent.roomId, id))).toEqual([]);
  });

  test("only the room's hosts invite, only owners owners; moderators of the product do not, and nothing is written", async () => {
    const { owner, host, member, id } = await scene();
    const [stranger, moderator] = await Promise.all([createActor(), createActor({ role: "admin" })]);
    const nobody: Actor = { kind: "anonymous", address: null, requestId: null };
    const before = await traceOf(id);
    const input = { emails: ["x@example.org"] };
    const codes = [];
    for (const actor of [nobody, stranger, moderator, member]) codes.push(await codeOf(inviteToRoom(actor, id, input)), await codeOf(listInvitations(actor, id)), await codeOf(setInvitationRevoked(actor, id, 1, true)), await codeOf(resendInvitation(actor, id, 1)));
    expect(codes).toEqual([...Array(4).fill("unauthenticated"), ...Array(8).fill("not_found"), ...Array(4).fill("forbidden")]);
    expect(await codeOf(inviteToRoom(host, id, { ...input, role: "owner" }))).toBe("invalid_input");
    expect(await traceOf(id)).toEqual(before);
    expect(await db().$count(rateLimit)).toBe(0);
    expect(await codeOf(inviteToRoom(owner, id, { ...input, role: "owner" }))).toBe("done");
  });

  test("who is invited already gets a new mail with the role asked for now; the link before it opens nothing, its unsent mail is taken back", async () => {
    const { owner, host, id } = await scene();
    const guest = await createActor();
    await inviteToRoom(host, id, { emails: [guest.email] });
    const old = await tokenFor(guest.email);
    await inviteToRoom(owner, id, { emails: [guest.email], role: "administrator" });
    expect(await rowsOf(id)).toMatchObject([{ role: "administrator", invitedBy: owner.userId }]);
    expect((await mailsTo(guest.email)).map(({ state }) => state)).toEqual(["queued", "cancelled"]);
    expect(await codeOf(acceptInvitation(guest, old))).toBe("not_found");
    expect(await codeOf(acceptInvitation(guest, await tokenFor(guest.email)))).toBe("done");
    expect(await roleOf(id, guest.userId)).toBe("administrator");
  });

  test("a mailbox gets so many invitations a day, whoever sends them, and a person sends so many; what is too much is not sent", async () => {
    const { host, id } = await scene();
    for (let round = 0; round < limits.invitationPerRecipient.max; round += 1) await inviteToRoom(host, id, { emails: ["busy@example.org"] });
    expect(await inviteToRoom(host, id, { emails: ["busy@example.org", "other@example.org"] })).toEqual([{ email: "busy@example.org", outcome: "limited" }, { email: "other@example.org", outcome: "invited" }]);
    const [busy] = await rowsOf(id);
    expect(await codeOf(resendInvitation(host, id, busy!.id))).toBe("rate_limited");
    await db().update(rateLimit).set({ count: limits.invitationPerUser.max }).where(eq(rateLimit.key, `invitationPerUser:${host.userId}`));
    const before = await traceOf(id);
    expect(await codeOf(inviteToRoom(host, id, { emails: ["third@example.org"] }))).toBe("rate_limited");
    expect(await traceOf(id)).toEqual(before);
  });

  test("a person who wants no mails of invitations gets none; the inviter sees no difference", async () => {
    const { host, id } = await scene();
    const quiet = await createUser({ notificationChoices: { invitation: { mail: false } } });
    expect(await inviteToRoom(host, id, { emails: [quiet.email] })).toEqual([{ email: quiet.email, outcome: "invited" }]);
    await sendQueuedMails();
    expect((await mailsTo(quiet.email)).map(({ state }) => state)).toEqual(["cancelled"]);
    expect(await listInvitations(host, id)).toMatchObject([{ email: quiet.email, state: "pending" }]);
  });
});

describe("coming by an invitation", () => {
  test("the person becomes a member with the role, once; the room hears who came and through whom; the log says so", async () => {
    const { host, guest, token, id, slug } = await invited("administrator");
    expect(await viewInvitation(guest, token)).toEqual({ state: "open", room: "Atelier", by: "Hedy", role: "administrator" });
    expect(await acceptInvitation(guest, token)).toEqual({ slug });
    expect(await roleOf(id, guest.userId)).toBe("administrator");
    expect(await db().select().from(roomEvent).where(eq(roomEvent.roomId, id))).toMatchObject([
      { type: "user_joined", body: { room: { member_count: 4 }, user: { id: guest.userId, username: "Ida" }, by: { id: host.userId, username: "Hedy" }, role: "administrator" } },
    ]);
    expect(await entriesOf(id)).toEqual(["room.invited", "room.invitation_accepted"]);
    expect(await rowsOf(id)).toMatchObject([{ acceptedBy: guest.userId }]);
    expect(await listInvitations(host, id)).toEqual([]);
    const after = await traceOf(id);
    expect(await codeOf(acceptInvitation(guest, token))).toBe("not_found");
    expect(await viewInvitation(guest, token)).toEqual({ state: "member", room: "Atelier", slug });
    expect(await traceOf(id)).toEqual(after);
  });

  test("twice at the same time is once", async () => {
    const { guest, token, id } = await invited();
    const both = await Promise.all([codeOf(acceptInvitation(guest, token)), codeOf(acceptInvitation(guest, token))]);
    expect(both.sort()).toEqual(["done", "not_found"]);
    expect(await db().select({ version: room.version, memberCount: room.memberCount }).from(room).where(eq(room.id, id))).toEqual([{ version: 1, memberCount: 4 }]);
  });

  test("signed out it leads to the sign-in; another account, and one whose address is not confirmed, get nothing and see no whole address", async () => {
    const { guest, token, id } = await invited();
    const other = await createActor();
    const nobody: Actor = { kind: "anonymous", address: null, requestId: null };
    const before = await traceOf(id);
    expect(await codeOf(acceptInvitation(nobody, token))).toBe("unauthenticated");
    expect((await viewInvitation(nobody, token)).state).toBe("signed_out");
    expect(await codeOf(acceptInvitation(other, token))).toBe("forbidden");
    const seen = await viewInvitation(other, token);
    expect(seen).toMatchObject({ state: "other_account", by: "Hedy", address: "p•••@example.test" });
    expect(JSON.stringify(seen)).not.toContain(guest.email);
    await db().update(user).set({ emailVerifiedAt: null }).where(eq(user.id, guest.userId));
    expect(await codeOf(acceptInvitation(guest, token))).toBe("forbidden");
    expect(await traceOf(id)).toEqual(before);
  });

  test("a link with another token opens nothing", async () => {
    const { guest, id } = await invited();
    for (const each of ["", "x".repeat(43), "\u0000"]) {
      expect(await codeOf(acceptInvitation(guest, each))).toBe("not_found");
      expect(await viewInvitation(guest, each)).toEqual({ state: "gone" });
    }
    expect(await roleOf(id, guest.userId)).toBeUndefined();
  });

  const ends: [string, (at: Awaited<ReturnType<typeof invited>>) => Promise<unknown>][] = [
    ["it was taken back", ({ host, id, invitationId }) => setInvitationRevoked(host, id, invitationId, true)],
    ["its time is over", ({ invitationId }) => db().update(roomInvitation).set({ expiresAt: sql`now()` }).where(eq(roomInvitation.id, invitationId))],
    ["its room was deleted", ({ owner, id }) => deleteRoom(owner, id)],
    ["whoever sent it is no host any more", ({ owner, host, id }) => changeMemberRole(owner, id, host.userId, "member")],
    ["whoever sent it was removed", ({ owner, host, id }) => removeMember(owner, id, host.userId)],
    ["the account of whoever sent it is switched off", ({ host }) => db().update(user).set({ isActive: false }).where(eq(user.id, host.userId))],
    ["the account of whoever sent it is gone", ({ host }) => db().delete(user).where(eq(user.id, host.userId))],
  ];
  for (const [what, end] of ends) {
    test(`an invitation opens nothing when ${what}`, async () => {
      const at = await invited();
      await end(at);
      const before = await traceOf(at.id);
      expect(await codeOf(acceptInvitation(at.guest, at.token))).toBe("not_found");
      expect(await viewInvitation(at.guest, at.token)).toEqual({ state: "gone" });
      expect(await traceOf(at.id)).toEqual(before);
    });
  }

  test("an owner's invitation to own the room falls with their ownership, and the list says so until another owner sends it again", async () => {
    const { owner, host, guest, token, id, invitationId } = await invited("owner", "owner");
    await changeMemberRole(owner, id, host.userId, "owner");
    await changeMemberRole(owner, id, owner.userId, "administrator");
    expect(await codeOf(acceptInvitation(guest, token))).toBe("not_found");
    expect(await listInvitations(host, id)).toMatchObject([{ state: "powerless" }]);
    expect(await codeOf(resendInvitation(owner, id, invitationId))).toBe("invalid_input");
    await resendInvitation(host, id, invitationId);
    expect(await codeOf(acceptInvitation(guest, await tokenFor(guest.email)))).toBe("done");
    expect(await roleOf(id, guest.userId)).toBe("owner");
  });

  test("a banned person does not come in by mail", async () => {
    const { guest, token, id } = await invited();
    await db().insert(callBan).values({ roomId: id, identity: `u${guest.userId}`, name: guest.name });
    const before = await traceOf(id);
    expect(await codeOf(acceptInvitation(guest, token))).toBe("banned");
    expect(await viewInvitation(guest, token)).toEqual({ state: "banned", room: "Atelier" });
    expect(await traceOf(id)).toEqual(before);
  });

  test("a restored room takes its invitations back", async () => {
    const { owner, guest, token, id } = await invited();
    await deleteRoom(owner, id);
    await restoreRoom(owner, id);
    expect(await codeOf(acceptInvitation(guest, token))).toBe("done");
  });

  test("who is a member by then rises to the role, and never falls", async () => {
    const { guest, token, id } = await invited("administrator");
    await db().insert(roomMember).values({ roomId: id, userId: guest.userId, role: "member" });
    expect(await codeOf(acceptInvitation(guest, token))).toBe("done");
    expect(await roleOf(id, guest.userId)).toBe("administrator");
    expect(await db().select().from(roomEvent).where(eq(roomEvent.roomId, id))).toMatchObject([{ type: "role_changed", body: { role: "administrator" } }]);
    const lower = await invited("member");
    await db().insert(roomMember).values({ roomId: lower.id, userId: lower.guest.userId, role: "administrator" });
    expect(await codeOf(acceptInvitation(lower.guest, lower.token))).toBe("done");
    expect([await roleOf(lower.id, lower.guest.userId), await db().$count(roomEvent, eq(roomEvent.roomId, lower.id))]).toEqual(["administrator", 0]);
  });
});

describe("open invitations", () => {
  test("hosts see who is invited by whom and until when; another room's are not reached", async () => {
    const { owner, host, guest, id, invitationId } = await invited();
    const other = await scene();
    expect(await listInvitations(owner, id)).toEqual([{ id: invitationId, email: guest.email, role: "member", state: "pending", invited_by: "Hedy", mailed_at: expect.any(String), expires_at: expect.any(String) }]);
    expect(await codeOf(setInvitationRevoked(other.owner, other.id, invitationId, true))).toBe("not_found");
    expect(await codeOf(resendInvitation(other.owner, other.id, invitationId))).toBe("not_found");
    await db().update(roomInvitation).set({ expiresAt: sql`now()` }).where(eq(roomInvitation.id, invitationId));
    expect(await listInvitations(host, id)).toMatchObject([{ state: "expired" }]);
    await resendInvitation(host, id, invitationId);
    expect(await listInvitations(host, id)).toMatchObject([{ state: "pending" }]);
  });

  test("one that was taken back and put in force again works as it was; an unsent mail is sent after all", async () => {
    const { host, guest, token, id, invitationId } = await invited();
    await setInvitationRevoked(host, id, invitationId, true);
    expect((await mailsTo(guest.email)).map(({ state }) => state)).toEqual(["cancelled"]);
    expect(await codeOf(resendInvitation(host, id, invitationId))).toBe("conflict");
    await setInvitationRevoked(host, id, invitationId, false);
    expect((await mailsTo(guest.email)).map(({ state }) => state)).toEqual(["queued", "cancelled"]);
    const second = await tokenFor(guest.email);
    expect(second).not.toBe(token);
    await sendQueuedMails();
    await setInvitationRevoked(host, id, invitationId, true);
    await setInvitationRevoked(host, id, invitationId, false);
    expect((await mailsTo(guest.email)).map(({ state }) => state)).toEqual(["sent", "cancelled"]);
    expect(await codeOf(acceptInvitation(guest, second))).toBe("done");
    expect(await entriesOf(id)).toEqual(["room.invited", "room.invitation_revoked", "room.invitation_restored", "room.invitation_revoked", "room.invitation_restored", "room.invitation_accepted"]);
  });

  test("one that was taken back does not come back beside a newer one to the same address", async () => {
    const { host, guest, id, invitationId } = await invited();
    await setInvitationRevoked(host, id, invitationId, true);
    await inviteToRoom(host, id, { emails: [guest.email] });
    expect(await codeOf(setInvitationRevoked(host, id, invitationId, false))).toBe("conflict");
    expect((await listInvitations(host, id)).map((each) => each.id)).not.toContain(invitationId);
  });

  test("long after their end they are forgotten; a deleted person's go with them, and a copy of one's data has one's own without others' addresses", async () => {
    const { host, guest, id, invitationId } = await invited();
    const rowsFor = async (actor: UserActor) => { const all = []; for await (const each of roomParts.find(({ name }) => name === "invitations")!.rows(actor.userId)) all.push(each); return all; };
    expect([await rowsFor(guest), await rowsFor(host)]).toMatchObject([[{ room: "Atelier", wasReceived: true, wasSent: false }], [{ wasReceived: false, wasSent: true }]]);
    expect(JSON.stringify(await rowsFor(host))).not.toContain(guest.email);
    const longAgo = sql`now() - make_interval(secs => ${settings.invitationKeptSeconds + 60})`;
    expect(await pruneInvitations()).toBe(0);
    await inviteToRoom(host, id, { emails: ["forgotten@example.org"] });
    await db().update(roomInvitation).set({ expiresAt: longAgo }).where(eq(roomInvitation.email, "forgotten@example.org"));
    expect(await pruneInvitations()).toBe(1);
    await leaveAllRooms(guest.userId);
    expect(await db().$count(roomInvitation, eq(roomInvitation.id, invitationId))).toBe(0);
  });
});
