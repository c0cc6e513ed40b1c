import { and, eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { db, sql as client } from "@/db/client";
import { createActor, createRoomWith, createUser, signIn } from "@/db/factories";
import { session, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { message } from "@/db/schema/chat";
import { jobEvent } from "@/db/schema/engine";
import { outboxMail } from "@/db/schema/mails";
import { accountDeletion } from "@/db/schema/personal";
import { messageReport } from "@/db/schema/reports";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { inngest } from "@/inngest/client";
import { startEngine } from "@/inngest/engine/testing";
import { purgeAccount } from "@/inngest/functions/purge-account";
import { setPicture } from "@/lib/accounts/commands/change-picture";
import { beginPurge, purgeFilesOf, purgePerson, startDueDeletions } from "@/lib/accounts/commands/purge-account";
import { reactivateUser } from "@/lib/accounts/commands/reactivate-user";
import { orderDeletion, requestDeletion } from "@/lib/accounts/commands/request-deletion";
import { signIn as signInByPassword } from "@/lib/accounts/commands/sign-in";
import { keepAccount, stopDeletion } from "@/lib/accounts/commands/undo-deletion";
import { findLiveSession } from "@/lib/accounts/sessions";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { formerUser } from "@/lib/chat/contract";
import { react } from "@/lib/chat/commands/react";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { codeOf } from "@/lib/core/testing";
import { unseal } from "@/lib/platform/seal";
import { mailSeal } from "@/lib/platform/mail/queue";
import { hashPassword } from "@/lib/platform/password";
import { storage } from "@/lib/platform/storage/storage";
import { reportMessage } from "@/lib/reports/commands/report-message";
import { leaveAllRooms } from "@/lib/rooms/commands/settle-departure";
import { purgeVideosOf } from "@/lib/videos/commands/settle-departure";
import { uploadForTest, videoRow } from "@/lib/videos/testing";
import { killWorker, startWorker } from "@/server/testing-worker";

const nobody: Actor = { kind: "anonymous", address: "203.0.113.9", requestId: "test" };
const password = "three quiet otters";
const rowOf = async (id: number) => (await db().select().from(user).where(eq(user.id, id)))[0];
const deletionOf = async (id: number) => (await db().select().from(accountDeletion).where(eq(accountDeletion.userId, id)))[0];
const rolesIn = async (roomId: number) => Object.fromEntries((await db().select().from(roomMember).where(eq(roomMember.roomId, roomId))).map(({ userId, role }) => [userId, role]));
const trailOf = async (id: number) => (await db().select({ action: auditEntry.action }).from(auditEntry).where(and(eq(auditEntry.targetType, "user"), eq(auditEntry.targetId, String(id)))).orderBy(auditEntry.id)).map(({ action }) => action);
const wish = (actor: UserActor, keepSharedVideos = true) => requestDeletion(actor, { email: actor.email, keepSharedVideos });
const order = { reason: "Left the company", keepSharedVideos: true };
/** What the job does, step by step; as often as one likes. */
async function purge(personId: number): Promise<void> {
  await db().update(accountDeletion).set({ dueAt: sql`now() - interval '1 second'` }).where(eq(accountDeletion.userId, personId));
  await startDueDeletions();
  const begun = await beginPurge(personId);
  await leaveAllRooms(personId);
  await purgeVideosOf(personId, begun?.keepSharedVideos ?? true);
  await purgeFilesOf(personId);
  await purgePerson(personId);
}

async function linkOf(person: { email: string }): Promise<[string, string]> {
  const [mail] = await db().select().from(outboxMail).where(and(eq(outboxMail.recipient, person.email), eq(outboxMail.kind, "account.deletion")));
  return new URL((JSON.parse(unseal(mailSeal, mail!.sealed!)!) as { url: string }).url).pathname.split("/").slice(2) as [string, string];
}

beforeEach(async () => {
  await db().update(user).set({ role: "user" }).where(eq(user.role, "admin"));
  await createUser({ role: "admin" });
});

describe("asking for the end of one's account", () => {
  test("closes it at once, everywhere, and mails the way back; nothing is deleted yet", async () => {
    const person = await createUser();
    const [here, there] = [await signIn(person), await signIn(person)];
    await wish(here);
    expect([await findLiveSession(here.sessionId), await findLiveSession(there.sessionId)]).toEqual([null, null]);
    expect(await rowOf(person.id)).toMatchObject({ isActive: false, email: person.email });
    const { dueAt, requestedAt } = (await deletionOf(person.id))!;
    expect(Math.round((dueAt.getTime() - requestedAt.getTime()) / 86_400_000)).toBe(14);
    await keepAccount(nobody, ...(await linkOf(person)));
    expect([(await rowOf(person.id))!.isActive, await deletionOf(person.id)]).toEqual([true, undefined]);
    expect(await trailOf(person.id)).toEqual(["account.deletion_requested", "account.deletion_undone"]);
    expect(await findLiveSession(here.sessionId)).toBeNull();
  });

  test("needs a recent proof and one's own address; refused, it writes nothing", async () => {
    const person = await createUser();
    const actor = await signIn(person);
    expect(await codeOf(requestDeletion(actor, { email: "other@example.test", keepSharedVideos: true }))).toBe("invalid_input");
    await db().update(session).set({ createdAt: sql`now() - interval '1 hour'` }).where(eq(session.id, actor.sessionId));
    expect(await codeOf(wish(actor))).toBe("proof_required");
    expect([(await rowOf(person.id))!.isActive, await deletionOf(person.id), await trailOf(person.id)]).toEqual([true, undefined, []]);
    expect(await findLiveSession(actor.sessionId)).not.toBeNull();
  });

  test("is refused to the last administrator, and to one of two who ask at the same time", async () => {
    for (let round = 0; round < 5; round += 1) {
      await db().update(user).set({ role: "user" }).where(eq(user.role, "admin"));
      const [one, other] = [await createActor({ role: "admin" }), await createActor({ role: "admin" })];
      expect((await Promise.all([codeOf(wish(one)), codeOf(wish(other))])).sort()).toEqual(["conflict", "done"]);
      const left = await db().select({ id: user.id }).from(user).where(and(eq(user.role, "admin"), eq(user.isActive, true)));
      expect(left).toHaveLength(1);
    }
  });

  test("is offered back to whoever signs in on the page with the right password, and told to nobody else", async () => {
    const person = await createUser({ passwordHash: await hashPassword(password) });
    await wish(await signIn(person));
    const offers: string[] = [];
    const attempt = (typed: string, onLeaving?: (path: string) => void) => codeOf(signInByPassword(nobody, { email: person.email, password: typed, userAgent: null, ...(onLeaving ? { onLeaving } : {}) }));
    expect([await attempt("wrong password", (path) => offers.push(path)), await attempt(password), offers]).toEqual(["unauthenticated", "unauthenticated", []]);
    expect(await attempt(password, (path) => offers.push(path))).toBe("unauthenticated");
    expect(offers).toHaveLength(1);
    await keepAccount(nobody, ...(offers[0]!.split("/").slice(2) as [string, string]));
    expect((await rowOf(person.id))!.isActive).toBe(true);
    expect(await codeOf(keepAccount(nobody, ...(await linkOf(person))))).toBe("invalid_input");
  });
});

describe("an administrator", () => {
  test("has an account deleted with a reason, alone can stop it, and it is as it was before", async () => {
    const [admin, person] = [await createActor({ role: "admin" }), await createUser({ passwordHash: await hashPassword(password) })];
    const actor = await signIn(person);
    for (const other of [nobody, actor, await createActor({ role: "moderator" })]) expect(await codeOf(orderDeletion(other, person.id, order))).not.toBe("done");
    expect(await codeOf(orderDeletion(admin, admin.userId, order))).toBe("forbidden");
    await orderDeletion(admin, person.id, order);
    expect([await findLiveSession(actor.sessionId), await codeOf(orderDeletion(admin, person.id, order))]).toEqual([null, "conflict"]);
    const offers: string[] = [];
    await codeOf(signInByPassword(nobody, { email: person.email, password, userAgent: null, onLeaving: (path) => offers.push(path) }));
    expect(offers).toEqual([]);
    expect(await codeOf(reactivateUser(admin, person.id))).toBe("conflict");
    expect(await codeOf(stopDeletion(actor, person.id))).toBe("forbidden");
    await stopDeletion(admin, person.id);
    expect([(await rowOf(person.id))!.isActive, await codeOf(stopDeletion(admin, person.id))]).toEqual([true, "conflict"]);
    expect((await trailOf(person.id)).filter((action) => action.startsWith("account."))).toEqual(["account.deletion_ordered", "account.deletion_stopped"]);
  });
});

describe("when the time of grace is over", () => {
  test("rooms find another owner or are deleted, messages lose their name, and doing it all twice is doing it once", async () => {
    const [ada, host, member, late] = [await createActor(), await createActor(), await createActor(), await createActor()];
    const [alone, hosted, flat, co] = [
      await createRoomWith([[ada, "owner"]]), await createRoomWith([[ada, "owner"], [member, "member"], [host, "administrator"]]),
      await createRoomWith([[ada, "owner"], [member, "member"], [late, "member"]]), await createRoomWith([[ada, "owner"], [host, "owner"], [member, "member"]]),
    ];
    await db().update(roomMember).set({ joinedAt: sql`now() - interval '1 day'` }).where(and(eq(roomMember.userId, member.userId), eq(roomMember.roomId, flat.id)));
    await sendMessage(ada, hosted.id, { content: "Keep this" });
    await wish(ada);
    expect(await startDueDeletions()).toBe(0);
    await purge(ada.userId);
    await purge(ada.userId);
    expect(await rowOf(ada.userId)).toBeUndefined();
    expect(await rolesIn(hosted.id)).toEqual({ [host.userId]: "owner", [member.userId]: "member" });
    expect(await rolesIn(flat.id)).toEqual({ [member.userId]: "owner", [late.userId]: "member" });
    expect(await rolesIn(co.id)).toEqual({ [host.userId]: "owner", [member.userId]: "member" });
    const counts = await db().select({ id: room.id, count: room.memberCount, deletedAt: room.deletedAt }).from(room).where(sql`${room.id} in (${alone.id}, ${hosted.id}, ${flat.id}, ${co.id})`).orderBy(room.id);
    expect(counts.map(({ count, deletedAt }) => [count, deletedAt !== null])).toEqual([[0, true], [2, false], [2, false], [2, false]]);
    const { messages } = await listMessages(host, hosted.id, { limit: 10 });
    expect(messages.map(({ content, user: author }) => [content, author.id, author.username])).toEqual([["Keep this", 0, "Former member"]]);
    const [left] = await db().select({ body: roomEvent.body }).from(roomEvent).where(and(eq(roomEvent.roomId, hosted.id), eq(roomEvent.type, "user_left")));
    expect(left!.body.user).toEqual({ id: ada.userId, username: "Former member" });
    expect(JSON.stringify(await db().select().from(roomEvent).where(and(eq(roomEvent.roomId, hosted.id), eq(roomEvent.type, "user_left"))))).not.toContain(ada.name);
  });

  test("private videos and all files go, shared videos stay only where that was chosen", async () => {
    for (const keep of [true, false]) {
      const ada = await createActor({ role: "moderator" });
      const shown = await createRoomWith([[ada, "owner"], [await createActor(), "member"]]);
      const clip = { width: 160, height: 120, seconds: 1 } as const;
      const [secret, open, inRoom] = [await uploadForTest(ada, clip, { visibility: "private" }), await uploadForTest(ada, clip, { visibility: "authenticated" }), await uploadForTest(ada, clip, { visibility: "private" })];
      await db().update(video).set({ visibility: "room", roomId: shown.id }).where(eq(video.id, inRoom));
      const keys = await Promise.all([secret, open, inRoom].map(async (id) => (await videoRow(id)).sourceKey));
      await setPicture(ada, await sharp({ create: { width: 20, height: 20, channels: 3, background: "#123456" } }).png().toBuffer(), null);
      const picture = (await rowOf(ada.userId))!.picture!;
      await wish(ada, keep);
      await purge(ada.userId);
      expect(await Promise.all(keys.map(async (key) => (await storage().stat(key)) !== null))).toEqual([false, keep, keep]);
      expect((await Promise.all([secret, open, inRoom].map(videoRow))).map((row) => row?.ownerId)).toEqual([undefined, keep ? null : undefined, keep ? null : undefined]);
      expect(await storage().list(`pictures/${picture}`)).toEqual([]);
    }
  });

  test("nothing of the person is left but numbers: no address, no name, no mail; and the address is free", async () => {
    const ada = await createActor({ name: "Wilhelmina Unusual", email: "unusual-wilhelmina@example.test" });
    const own = await createRoomWith([[ada, "owner"], [await createActor(), "member"]]);
    await sendMessage(ada, own.id, { content: "Hello" });
    const friend = await createActor();
    const shared = await createRoomWith([[friend, "owner"], [ada, "member"]]);
    const { message: naming } = await sendMessage(friend, shared.id, { content: "@Wilhelmina Unusual is right, says @Wilhelmina Unusual", mentions: [ada.userId] });
    await react(ada, { roomId: shared.id, id: naming.id }, { emoji: "👍", on: true });
    await reportMessage(ada, { roomId: shared.id, id: naming.id }, { reason: "other" });
    await wish(ada);
    await purge(ada.userId);
    const tables = await db().execute<{ name: string }>(sql`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`);
    const found: string[] = [];
    for (const { name } of tables) {
      const [hit] = await db().execute<{ n: number }>(sql.raw(`select count(*)::int as n from ${name} t where t::text ilike '%wilhelmina%'`));
      if (hit!.n > 0) found.push(name);
    }
    // Events of rooms forget after a week, which is over before the time of grace is; here no time has passed.
    expect(found.filter((name) => name !== "room_event")).toEqual([]);
    expect((await trailOf(ada.userId)).at(-1)).toBe("account.deleted");
    expect(await createUser({ email: ada.email })).toMatchObject({ email: ada.email });
    expect((await db().select({ content: message.content }).from(message).where(eq(message.id, naming.id)))[0]?.content).toBe("@Former member is right, says @Former member");
    const [report] = await db().select().from(messageReport).where(eq(messageReport.messageId, naming.id));
    expect([report?.reporterId, report?.context.map(({ content }) => content)]).toEqual([null, ["@Former member is right, says @Former member"]]);
    // The line that they left has no name either.
    expect((await db().select().from(message).where(eq(message.roomId, own.id))).map(({ kind, userId }) => [kind, userId])).toEqual([["text", null], ["system", null]]);
  });

  test("a deletion that has begun cannot be taken back, and one that did not end is asked for again, once an hour", async () => {
    const [admin, person] = [await createActor({ role: "admin" }), await createUser()];
    await wish(await signIn(person));
    const link = await linkOf(person);
    await db().update(accountDeletion).set({ dueAt: sql`now() - interval '1 second'` }).where(eq(accountDeletion.userId, person.id));
    const asked = async () => (await db().select().from(jobEvent).where(and(eq(jobEvent.name, "account/purge-due"), sql`${jobEvent.data}->>'personId' = ${String(person.id)}`))).length;
    await startDueDeletions();
    await startDueDeletions();
    expect([await asked(), await codeOf(keepAccount(nobody, ...link)), await codeOf(stopDeletion(admin, person.id))]).toEqual([1, "invalid_input", "conflict"]);
    await db().update(accountDeletion).set({ startedAt: sql`now() - interval '2 hours'` }).where(eq(accountDeletion.userId, person.id));
    await startDueDeletions();
    expect(await asked()).toBe(2);
  });

  test("the job does all of it by itself, also when a step fails at first", { timeout: 120_000 }, async () => {
    const ada = await createActor();
    const own = await createRoomWith([[ada, "owner"], [await createActor(), "member"]]);
    await wish(ada);
    await db().update(accountDeletion).set({ dueAt: sql`now() - interval '1 second'` }).where(eq(accountDeletion.userId, ada.userId));
    await db().execute(sql`create function refuse_once() returns trigger language plpgsql as $$ begin if nextval('refusals') <= 2 then raise exception 'not now'; end if; return old; end $$`);
    await db().execute(sql`create sequence refusals`);
    await db().execute(sql`create trigger refuse_once before delete on "user" for each row execute function refuse_once()`);
    await startEngine(inngest, [purgeAccount]);
    await startDueDeletions();
    await expect.poll(async () => rowOf(ada.userId), { timeout: 90_000 }).toBeUndefined();
    expect(Object.values(await rolesIn(own.id))).toEqual(["owner"]);
    expect((await trailOf(ada.userId)).filter((action) => action === "account.deleted")).toHaveLength(1);
    await db().execute(sql`drop trigger refuse_once on "user"`);
  });

  test("a worker that is killed in the middle leaves half of it done; the next one ends it, and no step counts twice", { timeout: 240_000 }, async () => {
    const [ada, heir] = [await createActor(), await createActor()];
    const own = await createRoomWith([[ada, "owner"], [heir, "member"]]);
    await wish(ada);
    await db().update(accountDeletion).set({ dueAt: sql`now() - interval '1 second'` }).where(eq(accountDeletion.userId, ada.userId));
    // The last step waits for this lock: the worker is killed while its transaction is open.
    await db().execute(sql`create function wait_at_the_end() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(4711); return old; end $$`);
    await db().execute(sql`create trigger wait_at_the_end before delete on "user" for each row when (old.id = ${sql.raw(String(ada.userId))}) execute function wait_at_the_end()`);
    const holder = await client().reserve();
    await holder`select pg_advisory_lock(4711)`;
    const isWaiting = async () => (await client()`select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted`).length > 0;
    const worker = await startWorker();
    await startDueDeletions();
    await expect.poll(isWaiting, { timeout: 90_000 }).toBe(true);
    await killWorker(worker);
    await holder`select pg_advisory_unlock(4711)`;
    holder.release();
    await expect.poll(isWaiting, { timeout: 30_000 }).toBe(false);
    expect([(await rowOf(ada.userId))?.name, await rolesIn(own.id)]).toEqual([formerUser.username, { [heir.userId]: "owner" }]);
    await startWorker();
    await expect.poll(() => rowOf(ada.userId), { timeout: 90_000 }).toBeUndefined();
    expect([await rolesIn(own.id), (await trailOf(ada.userId)).filter((action) => action === "account.deleted")]).toEqual([{ [heir.userId]: "owner" }, ["account.deleted"]]);
    await db().execute(sql`drop trigger wait_at_the_end on "user"`);
  });

  test("what was not asked for is not purged, whatever the job is told", async () => {
    const person = await createUser();
    expect([await beginPurge(person.id), await purgePerson(person.id)]).toEqual([null, false]);
    await wish(await signIn(person));
    expect([await beginPurge(person.id), await purgePerson(person.id)]).toEqual([null, false]);
    expect(await rowOf(person.id)).toBeDefined();
  });
});
