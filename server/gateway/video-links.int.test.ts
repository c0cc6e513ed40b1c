import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { video, videoLink } from "@/db/schema/videos";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";
import { codeOf } from "@/lib/core/testing";
import { openVideoLink } from "@/lib/http/open-video-link";
import { env } from "@/lib/platform/env";
import { publish } from "@/lib/platform/listen";
import { videosTopic } from "@/lib/videos/announce";
import { deleteVideo } from "@/lib/videos/commands/change-video";
import { pruneVideoLinks, setVideoLinkRevoked, shareVideo } from "@/lib/videos/commands/share-video";
import { findLinkedVideo, listVideoLinks } from "@/lib/videos/links";
import { processForTest, uploadForTest } from "@/lib/videos/testing";
import { handleSegments } from "@/server/gateway/segments";
import { cookieOf, serveGateway } from "@/server/gateway/testing";

const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
let gateway: Awaited<ReturnType<typeof serveGateway>>;
let owner: UserActor;
let stranger: UserActor;
let id: number;
let segment: string;

beforeAll(async () => {
  owner = await createActor({ role: "moderator" });
  stranger = await createActor();
  id = await uploadForTest(owner, { width: 160, height: 120, seconds: 0.4, sound: false }, { visibility: "private" });
  await processForTest(id);
  segment = `/api/video/${id}/480p/segment_g1_00000.ts`;
  gateway = await serveGateway(handleSegments);
});
afterAll(() => gateway.stop());

const make = (expires: string | null = null) => shareVideo(owner, id, { note: "Grandma", expires_at: expires });
const tokenOf = (url: string) => url.split("/").at(-1)!;
const open = (token: string, cookie?: string) => openVideoLink(new Request(`${env().APP_URL}/shared/${token}`, cookie ? { headers: { cookie } } : {}), token);
/** What a browser sends for the video's files after it has opened a link. */
const cookieFrom = (answer: Response) => answer.headers.getSetCookie().find((line) => line.includes("Path=/api/"))?.split(";")[0] ?? "";
const statusOf = async (cookie: string, file = segment) => (await gateway.ask(file, { cookie })).status;
const rowsOf = () => db().select().from(videoLink).where(eq(videoLink.videoId, id));
const actions = async () => (await db().select({ action: auditEntry.action }).from(auditEntry).where(and(eq(auditEntry.targetType, "video"), eq(auditEntry.targetId, String(id))))).map(({ action }) => action);

test("a link opens one private video to whoever has it: its page and its files, and no other video's", async () => {
  const other = await uploadForTest(owner, { width: 160, height: 120, seconds: 0.4, sound: false }, { visibility: "private" });
  await processForTest(other);
  const link = await make();
  const answer = await open(tokenOf(link.url));
  expect([answer.status, answer.headers.get("location"), answer.headers.get("referrer-policy"), answer.headers.get("cache-control")]).toEqual([303, `/shared/videos/${id}`, "no-referrer", "private, no-store"]);
  const lines = answer.headers.getSetCookie();
  expect(lines.map((line) => /Path=([^;]+)/.exec(line)?.[1])).toEqual([`/shared/videos/${id}`, `/api/video/${id}/`]);
  for (const line of lines) expect(line).toMatch(/HttpOnly.*SameSite=Lax/);
  const cookie = cookieFrom(answer);
  for (const file of [segment, `/api/video/${id}/master.m3u8`, `/api/video/${id}/480p/index.m3u8`, `/api/video/${id}/poster.jpg`]) expect(await statusOf(cookie, file), file).toBe(200);
  // The cookie is bound to its path by the browser; who sends it elsewhere by hand gets nothing either.
  expect(await statusOf(cookie, `/api/video/${other}/480p/segment_g1_00000.ts`)).toBe(401);
  expect(await statusOf(`${cookie}; ${await cookieOf(stranger)}`)).toBe(200);
  expect((await listVideoLinks(owner, id)).find((each) => each.id === link.id)).toMatchObject({ note: "Grandma", created_by: { id: owner.userId }, last_used_at: expect.any(String) as string, revoked: false, in_force: true });
});

test("the cookie's mark is no link, and the link's token is no cookie", async () => {
  const link = await make();
  const cookie = cookieFrom(await open(tokenOf(link.url)));
  const mark = cookie.split("=")[1]!;
  expect((await open(mark)).headers.get("location")).toBe("/shared/ended");
  expect(await statusOf(`video_link=${tokenOf(link.url)}`)).toBe(401);
  for (const wrong of ["", "1", `${link.id}.`, `${link.id}.AAAA`, `${link.id + 1}.${tokenOf(link.url).split(".")[1]}`]) {
    const answer = await open(wrong);
    expect([answer.headers.get("location"), answer.headers.getSetCookie()], wrong).toEqual(["/shared/ended", []]);
  }
});

test("whoever may watch anyway is led to the video as they know it, and needs no cookie", async () => {
  const answer = await open(tokenOf((await make()).url), await cookieOf(owner));
  expect([answer.headers.get("location"), answer.headers.getSetCookie()]).toEqual([`/videos/${id}`, []]);
});

test("once it is revoked, the very next segment is refused; taken back, it opens again", async () => {
  const link = await make();
  const cookie = cookieFrom(await open(tokenOf(link.url)));
  expect([await statusOf(cookie), await statusOf(cookie)]).toEqual([200, 200]);
  await setVideoLinkRevoked(owner, id, link.id, true);
  await expect.poll(() => statusOf(cookie)).toBe(401);
  expect([(await open(tokenOf(link.url))).headers.get("location"), await findLinkedVideo(link.id, id)]).toEqual(["/shared/ended", null]);
  await setVideoLinkRevoked(owner, id, link.id, true);
  await setVideoLinkRevoked(owner, id, link.id, false);
  expect(await statusOf(cookie)).toBe(200);
  expect((await actions()).slice(-3)).toEqual(["video.shared", "video.link_revoked", "video.link_restored"]);
});

test("at its end it opens nothing any more, also for those in the middle of it", async () => {
  const link = await make(new Date(Date.now() + 60_000).toISOString());
  const answer = await open(tokenOf(link.url));
  expect(Number(/Max-Age=(\d+)/.exec(answer.headers.getSetCookie()[0]!)?.[1])).toBeLessThanOrEqual(60);
  const cookie = cookieFrom(answer);
  expect(await statusOf(cookie)).toBe(200);
  await db().update(videoLink).set({ expiresAt: sql`now()` }).where(eq(videoLink.id, link.id));
  // What was found a moment ago is kept for seconds; here the end was moved, which no person can.
  await publish(videosTopic, id);
  await expect.poll(() => statusOf(cookie)).toBe(401);
  expect((await listVideoLinks(owner, id)).find((each) => each.id === link.id)).toMatchObject({ revoked: false, in_force: false });
});

test("nobody but the owner and moderators makes, sees or revokes links, and nothing is written", async () => {
  const link = await make();
  const before = [await rowsOf(), await actions()];
  const acts = [(actor: Actor) => shareVideo(actor, id, { expires_at: null }), (actor: Actor) => listVideoLinks(actor, id), (actor: Actor) => setVideoLinkRevoked(actor, id, link.id, true)];
  for (const act of acts) expect([await codeOf(() => act(stranger)), await codeOf(() => act(anonymous))]).toEqual(["not_found", "unauthenticated"]);
  // A link is changed by way of its own video only.
  const theirs = await uploadForTest(owner, Buffer.from("x"));
  expect(await codeOf(() => setVideoLinkRevoked(owner, theirs, link.id, true))).toBe("not_found");
  expect([await rowsOf(), await actions()]).toEqual(before);
});

test("an end that is over and a link too many are refused, and nothing is written", async () => {
  const before = await rowsOf();
  expect(await codeOf(() => make(new Date(Date.now() - 1000).toISOString()))).toBe("invalid_input");
  expect(await rowsOf()).toEqual(before);
  const open = (await listVideoLinks(owner, id)).filter((each) => each.in_force).length;
  await db().insert(videoLink).values(Array.from({ length: settings.videoMaxLinks - open }, () => ({ videoId: id, createdBy: owner.userId })));
  expect(await codeOf(() => make())).toBe("conflict");
  expect((await listVideoLinks(owner, id)).filter((each) => each.in_force)).toHaveLength(settings.videoMaxLinks);
  await db().delete(videoLink).where(eq(videoLink.videoId, id));
});

test("a deleted video opens by no link, and one that failed neither", async () => {
  const gone = await uploadForTest(owner, { width: 160, height: 120, seconds: 0.4, sound: false });
  await processForTest(gone);
  const link = await shareVideo(owner, gone, { expires_at: null });
  const cookie = cookieFrom(await open(tokenOf(link.url)));
  const file = `/api/video/${gone}/480p/segment_g1_00000.ts`;
  expect(await statusOf(cookie, file)).toBe(200);
  await deleteVideo(owner, gone);
  await expect.poll(() => statusOf(cookie, file)).toBe(401);
  await db().update(video).set({ deletedAt: null, processingStatus: "failed", processingErrorCode: "internal" }).where(eq(video.id, gone));
  expect([await statusOf(cookie, file), (await open(tokenOf(link.url))).headers.get("location")]).toEqual([401, "/shared/ended"]);
});

test("links are forgotten some time after their end, open ones never", async () => {
  const [ended, revoked, kept, standing] = [await make(), await make(), await make(), await make()];
  const long = sql`now() - make_interval(secs => ${settings.videoLinkKeptSeconds + 1})`;
  await db().update(videoLink).set({ expiresAt: long }).where(eq(videoLink.id, ended.id));
  await db().update(videoLink).set({ revokedAt: long, expiresAt: sql`now() + interval '1 year'` }).where(eq(videoLink.id, revoked.id));
  await db().update(videoLink).set({ revokedAt: sql`now()` }).where(eq(videoLink.id, kept.id));
  expect(await pruneVideoLinks()).toBe(2);
  expect((await rowsOf()).map((row) => row.id).sort((a, b) => a - b)).toEqual([kept.id, standing.id]);
});
