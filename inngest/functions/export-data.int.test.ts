import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { session } from "@/db/schema/accounts";
import { call, callVisit } from "@/db/schema/calls";
import { passkey, userTotp } from "@/db/schema/factors";
import { accountIdentity } from "@/db/schema/identities";
import { lobbyEntry, lobbyMessage } from "@/db/schema/lobby";
import { meetingAttendee, meetingFeed } from "@/db/schema/meetings";
import { outboxMail } from "@/db/schema/mails";
import { dataExport } from "@/db/schema/personal";
import { inngest } from "@/inngest/client";
import { startEngine } from "@/inngest/engine/testing";
import { exportData, exportParts } from "@/inngest/functions/export-data";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { buildExport, sweepExports } from "@/lib/accounts/commands/build-export";
import { requestExport } from "@/lib/accounts/commands/request-export";
import { findNewestExport } from "@/lib/accounts/exports";
import type { UserActor } from "@/lib/authz/actor";
import { codeOf } from "@/lib/core/testing";
import { storage } from "@/lib/platform/storage/storage";
import { handlePersonalFiles } from "@/server/gateway/personal-files";
import { cookieOf, serveGateway } from "@/server/gateway/testing";

let gateway: Awaited<ReturnType<typeof serveGateway>>;
beforeAll(async () => (gateway = await serveGateway(handlePersonalFiles)));
afterAll(() => gateway.stop());

const noOriginals = async () => [];

/** The files of an archive, read by a program that is not the one that wrote it. */
async function unpack(archive: Buffer): Promise<Record<string, string>> {
  const folder = await mkdtemp(path.join(tmpdir(), "atrium-export-"));
  const file = path.join(folder, "data.zip");
  await writeFile(file, archive);
  await promisify(execFile)("python3", ["-c", "import sys,zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])", file, folder]);
  const names = ["index.html", ...exportParts.map(({ name }) => `${name}.json`)];
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name), "utf8")] as const)));
}

test("the copy holds what is theirs and nobody else's, is mailed once, and only they can fetch it", { timeout: 90_000 }, async () => {
  const [ada, other] = [await createActor({ name: "Ada <b>", passwordHash: "a-secret-hash" }), await createActor()];
  const room = await createRoomWith([[ada, "owner"], [other, "member"]]);
  await db().execute(sql`insert into message (room_id, version, user_id, content) select ${room.id}, n, case when n % 2 = 0 then ${ada.userId}::bigint else ${other.userId}::bigint end, case when n % 2 = 0 then 'mine ' else 'theirs ' end || n from generate_series(1, 1100) n`);
  await requestExport(ada, { withOriginals: false });
  expect(await codeOf(requestExport(ada, { withOriginals: false }))).toBe("conflict");
  await startEngine(inngest, [exportData]);
  await expect.poll(async () => (await findNewestExport(ada))?.state, { timeout: 60_000 }).toBe("ready");
  const { id, sizeBytes } = (await findNewestExport(ada))!;
  const at = `/api/exports/${id}/`;
  const found = await gateway.ask(at, { cookie: await cookieOf(ada) });
  expect([found.status, found.headers["content-type"], found.headers["content-disposition"], found.headers["cache-control"], found.body.length]).toEqual([200, "application/zip", 'attachment; filename="atrium-data.zip"', "private, no-store", sizeBytes]);
  const files = await unpack(found.body);
  const messages = JSON.parse(files["messages.json"]!) as { content: string }[];
  expect([messages.length, messages.every(({ content }) => content.startsWith("mine"))]).toEqual([550, true]);
  expect(JSON.parse(files["profile.json"]!)).toMatchObject([{ id: ada.userId, email: ada.email, hasPassword: true }]);
  expect(JSON.parse(files["rooms.json"]!)).toMatchObject([{ id: room.id, role: "owner" }]);
  const all = Object.values(files).join();
  for (const foreign of ["theirs", "a-secret-hash", other.email, "<b>"]) expect([foreign, files["index.html"]!.includes(foreign) || (foreign !== "<b>" && all.includes(foreign))]).toEqual([foreign, false]);
  expect([(await gateway.ask(at)).status, (await gateway.ask(at, { cookie: await cookieOf(other) })).status, (await gateway.ask(`${at}x`, { cookie: await cookieOf(ada) })).status]).toEqual([401, 404, 404]);
  expect(await buildExport(id, exportParts, noOriginals)).toBe(false);
  expect(await db().select({ kind: outboxMail.kind }).from(outboxMail).where(eq(outboxMail.userId, ada.userId))).toEqual([{ kind: "account.export_ready" }]);
});

const ready = async (ada: UserActor) => {
  await requestExport(ada, { withOriginals: false });
  const { id } = (await findNewestExport(ada))!;
  expect(await buildExport(id, exportParts, noOriginals)).toBe(true);
  return id;
};

test("the copy names keys, identities, invitations, stays in calls and waits at doors, without secrets and without the words of others", async () => {
  const [ada, other] = [await createActor(), await createActor()];
  const room = await createRoomWith([[other, "owner"]]);
  await db().insert(passkey).values({ userId: ada.userId, credentialId: `credential-${ada.userId}`, publicKey: "THE-KEY", counter: 0, name: "My phone", isBackedUp: true });
  await db().insert(userTotp).values({ userId: ada.userId, secretCiphertext: "THE-SECRET", confirmedAt: sql`now()` });
  await db().insert(accountIdentity).values({ issuer: "https://login.example", subject: "ada-1", userId: ada.userId });
  const { id: meetingId } = await createMeeting(other, { title: "Review", starts_at: new Date(Date.now() + 3_600_000), duration_minutes: 30, timezone: "UTC", room_id: room.id });
  await db().insert(meetingAttendee).values({ meetingId, userId: ada.userId, email: ada.email, response: "accepted" });
  await db().insert(meetingFeed).values({ userId: ada.userId, hash: `THE-HASH-${ada.userId}` });
  const [talk] = await db().insert(call).values({ roomId: room.id }).returning();
  for (const [at, person] of [ada, other].entries()) await db().insert(callVisit).values({ callId: talk!.id, participantSid: `PA_${room.id}_${at}`, identity: `u${person.userId}`, name: person.name, joinedAt: sql`now()` });
  const [entry] = await db().insert(lobbyEntry).values({ roomId: room.id, userId: ada.userId, name: ada.name }).returning();
  await db().insert(lobbyMessage).values([{ entryId: entry!.id, isFromHost: false, authorName: ada.name, content: "May I come in" }, { entryId: entry!.id, isFromHost: true, authorName: other.name, content: "THE-HOSTS-WORDS" }]);
  const id = await ready(ada);
  const { body } = await gateway.ask(`/api/exports/${id}/`, { cookie: await cookieOf(ada) });
  const files = await unpack(body);
  const part = (name: string) => JSON.parse(files[`${name}.json`]!) as unknown[];
  expect(part("passkeys")).toMatchObject([{ name: "My phone", isBackedUp: true }]);
  expect(part("authenticator")).toHaveLength(1);
  expect(part("identities")).toMatchObject([{ issuer: "https://login.example", subject: "ada-1" }]);
  expect(part("invitations")).toMatchObject([{ meetingId, title: "Review", response: "accepted" }]);
  expect([part("meetings"), part("calendar-feed").length]).toEqual([[], 1]);
  expect(part("calls")).toMatchObject([{ roomId: room.id, name: ada.name }]);
  expect(part("lobby")).toMatchObject([{ roomId: room.id, state: "waiting" }]);
  expect(part("lobby-messages")).toMatchObject([{ roomId: room.id, content: "May I come in" }]);
  for (const secret of ["THE-KEY", "THE-SECRET", "THE-HASH", "THE-HOSTS-WORDS"]) expect(Object.values(files).join()).not.toContain(secret);
});

test("a copy is gone after its time, file and all", async () => {
  const ada = await createActor();
  const id = await ready(ada);
  expect(await storage().list(`exports/${id}`)).toHaveLength(1);
  await db().update(dataExport).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(dataExport.id, id));
  expect((await gateway.ask(`/api/exports/${id}/`, { cookie: await cookieOf(ada) })).status).toBe(404);
  expect(await sweepExports()).toBe(1);
  expect([await storage().list(`exports/${id}`), (await findNewestExport(ada))?.state]).toEqual([[], "gone"]);
});

test("asking needs a recent proof, and is limited by the day; refused, nothing is written", async () => {
  const ada = await createActor();
  await db().update(session).set({ createdAt: sql`now() - interval '1 hour'` }).where(eq(session.id, ada.sessionId));
  expect([await codeOf(requestExport(ada, { withOriginals: true })), await findNewestExport(ada)]).toEqual(["proof_required", null]);
  await db().update(session).set({ createdAt: sql`now()` }).where(eq(session.id, ada.sessionId));
  for (let n = 0; n < 3; n += 1) await ready(ada);
  expect(await codeOf(requestExport(ada, { withOriginals: false }))).toBe("rate_limited");
  expect(await db().select().from(dataExport).where(eq(dataExport.userId, ada.userId))).toHaveLength(3);
});

test("what breaks in the middle leaves no archive, and the next attempt makes it", async () => {
  const ada = await createActor();
  await requestExport(ada, { withOriginals: false });
  const { id } = (await findNewestExport(ada))!;
  const broken = { name: "broken", rows: async function* () { yield 1; throw new Error("the database went away"); } };
  await expect(buildExport(id, [...exportParts, broken], noOriginals)).rejects.toThrow("went away");
  expect([await storage().list(`exports/${id}`), (await findNewestExport(ada))?.state]).toEqual([[], "running"]);
  expect(await buildExport(id, exportParts, noOriginals)).toBe(true);
});
