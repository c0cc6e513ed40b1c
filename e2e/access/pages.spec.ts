import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { jobRun } from "@/db/schema/engine";
import { outboxMail } from "@/db/schema/mails";
import { messageReport } from "@/db/schema/reports";
import { recording } from "@/db/schema/recordings";
import { video } from "@/db/schema/videos";
import { createRoomWith } from "@/db/factories";
import { pageTable, parsePageTable } from "@/e2e/access/pages";
import { guestCredentials } from "@/e2e/access/world";
import { expect, test } from "@/e2e/fixtures";
import type { UserActor } from "@/lib/authz/actor";
import { createApplication } from "@/lib/applications/commands/create-application";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { reportMessage } from "@/lib/reports/commands/report-message";

const { actors, rows } = parsePageTable(pageTable);

async function makeVideo(owner: UserActor): Promise<number> {
  const values = { ownerId: owner.userId, title: "A private film", visibility: "private", sourceKey: "none", sourceName: "film.mp4", sourceSizeBytes: 1, sourceSha256: "", processingStatus: "failed", processingErrorCode: "unreadable" } as const;
  return (await db().insert(video).values(values).returning({ id: video.id }))[0]!.id;
}

/** The member reports what the host wrote. */
async function makeReport({ host, member }: { host: UserActor; member: UserActor }, roomId: number): Promise<number> {
  const { message } = await sendMessage(host, roomId, { content: "Hello" });
  await reportMessage(member, { roomId, id: message.id }, { reason: "spam" });
  return (await db().select({ id: messageReport.id }).from(messageReport).where(eq(messageReport.messageId, message.id)))[0]!.id;
}

/** What the placeholders of a page stand for: things that are there, so that only who asks decides. */
async function makePlaces(people: { host: UserActor; member: UserActor; user: UserActor; admin: UserActor }): Promise<(page: string) => string> {
  const room = await createRoomWith([[people.host, "owner"], [people.member, "member"]], { accessLevel: "restricted" });
  const meeting = await createMeeting(people.host, { title: "Review", starts_at: new Date(Date.now() + 86_400_000), duration_minutes: 60, timezone: "UTC", room_id: room.id });
  const application = await createApplication(people.admin, { name: "Program", scopes: [], allowedDomains: ["example.test"], mayCreatePublicRooms: false, mayCreateUsers: false });
  // As the engine names runs: 26 letters and digits that sort by time.
  const runId = `01${randomUUID().replaceAll("-", "").slice(0, 24).toUpperCase()}`;
  await db().insert(jobRun).values({ id: runId, functionId: "atrium-prune-rows", event: {}, status: "completed", endedAt: new Date() });
  const [mail] = await db().insert(outboxMail).values({ recipient: people.user.email, userId: people.user.userId, subject: "A mail", text: "A mail" }).returning({ id: outboxMail.id });
  const videoId = await makeVideo(people.host);
  const [stream] = await db().insert(recording).values({ roomId: room.id, kind: "stream", audience: "members", mode: "room_composite", engine: "builtin", status: "aborted" }).returning({ id: recording.id });
  const ids: Record<string, string | number> = {
    "/live/[id]": stream!.id,
    "/meetings/[id]/edit": meeting.id, "/videos/[id]": videoId, "/shared/videos/[id]": videoId, "/videos/[id]/edit": videoId, "/admin/videos/[id]": videoId, "/admin/applications/[id]": application.id, "/admin/jobs/[id]": runId, "/admin/mails/[id]": mail!.id,
    "/admin/reports/[id]": await makeReport(people, room.id), "/admin/rooms/[id]": room.id, "/admin/users/[id]": people.user.userId, "/dev/outbox/[id]": mail!.id,
  };
  const others: Record<string, string> = { slug: room.slug, name: meeting.unique_name, uid: "MQ", token: "no-such-token" };
  return (page) => page.replace(/\[(\w+)\]/g, (_, name: string) => String(name === "id" ? ids[page] : others[name]));
}

test("every page answers every actor as the table says", async ({ newPerson, openBrowser }) => {
  const [user, member, host, moderator, admin] = await Promise.all([newPerson(), newPerson(), newPerson(), newPerson({ role: "moderator" }), newPerson({ role: "admin" })]);
  const people: Record<string, UserActor | null> = { anonymous: null, guest: null, user, member, host, moderator, admin };
  expect(Object.keys(people)).toEqual(actors);
  const addressOf = await makePlaces({ user, member, host, admin });
  const wrong: string[] = [];
  const requests = await Promise.all(actors.map(async (actor) => (await openBrowser(people[actor] ?? null, actor === "guest" ? { extraHTTPHeaders: await guestCredentials() } : {})).request));
  for (const [page, expected] of rows) {
    // A connection that waited may be closed just when it is used again: that is no answer.
    const found = await Promise.all(requests.map(async (request) => (await request.get(addressOf(page), { maxRedirects: 0, maxRetries: 3 })).status()));
    if (found.join() !== expected.join()) wrong.push(`${page.padEnd(40)} ${found.join(" ")}`);
  }
  expect(wrong).toEqual([]);
});
