import { readFile } from "node:fs/promises";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db, transaction } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { session } from "@/db/schema/accounts";
import { call, callVisit, callWatch } from "@/db/schema/calls";
import { video } from "@/db/schema/videos";
import { changeRole } from "@/lib/accounts/commands/change-role";
import { endSessions } from "@/lib/accounts/sessions";
import type { UserActor } from "@/lib/authz/actor";
import { openGuest } from "@/lib/calls/guests";
import { guestCookie } from "@/lib/http/guest-cookie";
import { env } from "@/lib/platform/env";
import { addCaption } from "@/lib/videos/commands/change-captions";
import { setChapters } from "@/lib/videos/commands/change-chapters";
import { changeVideo } from "@/lib/videos/commands/change-video";
import { processForTest, uploadForTest } from "@/lib/videos/testing";
import { handleSegments } from "@/server/gateway/segments";
import { cookieOf, serveGateway, type Ask } from "@/server/gateway/testing";

let gateway: Awaited<ReturnType<typeof serveGateway>>;
let owner: UserActor;
let cookie: string;
let stranger: string;
let id: number;
let segment: string;
let bytes: Buffer;

beforeAll(async () => {
  env().CORS_ALLOWED_ORIGINS.push("http://client.example:5500");
  owner = await createActor({ role: "moderator" });
  [cookie, stranger] = await Promise.all([cookieOf(owner), cookieOf(await createActor())]);
  id = await uploadForTest(owner, { width: 160, height: 120, seconds: 1 });
  expect(await processForTest(id)).toBe(true);
  segment = `/api/video/${id}/480p/segment_g1_00000.ts`;
  bytes = await readFile(path.join(env().DATA_DIR, "storage", "videos", String(id), "g1", "480p", "segment_g1_00000.ts"));
  gateway = await serveGateway(handleSegments);
});
afterAll(() => gateway.stop());

const ask = (where: string, more: Ask = {}) => gateway.ask(where, { cookie, ...more });

describe("playlists", () => {
  it("are served with and without a slash at the end, as a client follows them", async () => {
    for (const end of ["", "/"]) {
      const master = await ask(`/api/video/${id}/master.m3u8${end}`);
      expect([master.status, master.headers["content-type"], master.headers["cache-control"], master.headers.vary]).toEqual([200, "application/vnd.apple.mpegurl", "private, no-store", "Cookie"]);
      const index = master.text.split("\n").find((line) => line.startsWith("/"))!;
      const list = await ask(index + end);
      expect([list.status, list.headers["content-length"]]).toEqual([200, String(list.body.length)]);
      expect(list.text.split("\n").find((line) => line.startsWith("/"))).toBe(segment);
    }
  });

  it("of a rung that the source cannot fill are those of the best there is", async () => {
    const [lowest, highest] = [await ask(`/api/video/${id}/480p/index.m3u8`), await ask(`/api/video/${id}/1080p/index.m3u8`)];
    expect(highest.status).toBe(200);
    expect(highest.text).toBe(lowest.text);
    expect((await ask(`/api/video/${id}/360p/index.m3u8`)).status).toBe(404);
  });
});

describe("segments", () => {
  it("come whole, with length, type, entity tag and for this browser only", async () => {
    const whole = await ask(segment);
    expect(whole.body.equals(bytes)).toBe(true);
    expect(whole.headers).toMatchObject({ "content-type": "video/mp2t", "content-length": String(bytes.length), "accept-ranges": "bytes", vary: "Cookie" });
    expect(whole.headers["cache-control"]).toBe("private, max-age=86400, immutable");
    const again = await ask(segment, { headers: { "if-none-match": whole.headers.etag! } });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, whole.headers.etag]);
    const head = await ask(segment, { method: "HEAD" });
    expect([head.status, head.headers["content-length"], head.body.length]).toEqual([200, String(bytes.length), 0]);
  });

  it("come in parts", async () => {
    const part = await ask(segment, { headers: { range: "bytes=188-375" } });
    expect([part.status, part.headers["content-range"], part.headers["content-length"]]).toEqual([206, `bytes 188-375/${bytes.length}`, "188"]);
    expect(part.body.equals(bytes.subarray(188, 376))).toBe(true);
    const tail = await ask(segment, { headers: { range: "bytes=-10" } });
    expect(tail.body.equals(bytes.subarray(-10))).toBe(true);
    const beyond = await ask(segment, { headers: { range: `bytes=${bytes.length}-` } });
    expect([beyond.status, beyond.headers["content-range"]]).toEqual([416, `bytes */${bytes.length}`]);
    const stale = await ask(segment, { headers: { range: "bytes=0-1", "if-range": '"another"' } });
    expect([stale.status, stale.body.length]).toEqual([200, bytes.length]);
  });
});

describe("pictures", () => {
  it("may be shown by pages of other origins, under the same session rule", async () => {
    const poster = await ask(`/api/video/${id}/poster.jpg?g=1`);
    expect([poster.status, poster.headers["content-type"], poster.headers["cross-origin-resource-policy"]]).toEqual([200, "image/jpeg", "cross-origin"]);
    expect(poster.body.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    const vtt = await ask(`/api/video/${id}/storyboard.vtt?g=1`);
    expect([vtt.status, vtt.headers["content-type"]]).toEqual([200, "text/vtt; charset=utf-8"]);
    const sheet = /(\/api\/video\/\S+)#/.exec(vtt.text)![1]!;
    expect((await ask(sheet)).headers["content-type"]).toBe("image/jpeg");
    expect([poster.headers["cache-control"], (await ask(`/api/video/${id}/poster.jpg`)).headers["cache-control"]]).toEqual(["private, max-age=86400, immutable", "private, no-cache"]);
    expect((await gateway.ask(`/api/video/${id}/poster.jpg`)).status).toBe(401);
  });
});

describe("a call that watches", () => {
  it("opens a private video to a guest of the call for as long as it is shown, and never longer", async () => {
    const hidden = await uploadForTest(owner, { width: 160, height: 120, seconds: 0.4, sound: false }, { visibility: "private" });
    await processForTest(hidden);
    const file = `/api/video/${hidden}/480p/segment_g1_00000.ts`;
    const { guestId } = await openGuest(db(), "Guest");
    const { name, value } = guestCookie(guestId);
    const statusOf = async () => (await gateway.ask(file, { cookie: `${name}=${value}` })).status;
    const { id: roomId } = await createRoomWith([[owner, "owner"]]);
    const [{ id: callId }] = (await db().insert(call).values({ roomId }).returning({ id: call.id })) as [{ id: number }];
    await db().insert(callVisit).values({ callId, participantSid: "PA_watch", identity: `g${guestId}`, name: "Guest", joinedAt: new Date() });
    expect(await statusOf()).toBe(401);
    await db().insert(callWatch).values({ callId, videoId: hidden, shownBy: owner.userId });
    expect([await statusOf(), (await gateway.ask(file, { cookie: stranger })).status, (await gateway.ask(`/api/video/${id}/poster.jpg`, { cookie: `${name}=${value}` })).status]).toEqual([200, 404, 401]);
    await db().update(call).set({ endedAt: sql`now()`, endedBy: "left" }).where(eq(call.id, callId));
    expect(await statusOf()).toBe(401);
  });
});

describe("who gets nothing", () => {
  const files = () => [`/api/video/${id}/master.m3u8`, `/api/video/${id}/480p/index.m3u8`, segment, `/api/video/${id}/poster.jpg`, `/api/video/${id}/storyboard.vtt`];

  it("a person without a session, for every file, whether the video exists or not", async () => {
    for (const file of [...files(), "/api/video/999999/master.m3u8"]) {
      const answer = await gateway.ask(file);
      expect([answer.status, answer.headers["content-type"]], file).toEqual([401, "application/json"]);
      expect(Object.keys(JSON.parse(answer.text) as object)).toEqual(["detail"]);
    }
    expect((await gateway.ask(segment, { cookie: "access_token=forged" })).status).toBe(401);
    expect((await gateway.ask(segment, { headers: { authorization: "Bearer anything" } })).status).toBe(401);
  });

  it("a stranger for a private video; the owner still does", async () => {
    const hidden = await uploadForTest(owner, { width: 160, height: 120, seconds: 0.4, sound: false }, { visibility: "private" });
    await processForTest(hidden);
    const file = `/api/video/${hidden}/480p/segment_g1_00000.ts`;
    expect((await gateway.ask(file, { cookie: stranger })).status).toBe(404);
    expect((await ask(file)).status).toBe(200);
  });

  it("anybody for a video that is unknown, not ready, or of another generation or rendition", async () => {
    const pending = await uploadForTest(owner, Buffer.from("x"));
    for (const file of ["/api/video/999999/master.m3u8", `/api/video/${pending}/master.m3u8`, `/api/video/${id}/480p/segment_g2_00000.ts`, `/api/video/${id}/720p/segment_g1_00000.ts`, `/api/video/${id}/480p/segment_g1_00099.ts`]) {
      expect((await ask(file)).status, file).toBe(404);
    }
  });

  it("a session that was ended, at the very next segment", async () => {
    const viewer = await createActor();
    const theirs = await cookieOf(viewer);
    expect((await gateway.ask(segment, { cookie: theirs })).status).toBe(200);
    await transaction((tx) => endSessions(tx, eq(session.id, viewer.sessionId)));
    expect((await gateway.ask(segment, { cookie: theirs })).status).toBe(401);
  });

  it("one who was a moderator, at the very next segment of a private video", async () => {
    const hidden = await uploadForTest(owner, { width: 160, height: 120, seconds: 0.4, sound: false }, { visibility: "private" });
    await processForTest(hidden);
    const file = `/api/video/${hidden}/480p/segment_g1_00000.ts`;
    const [moderator, admin] = [await createActor({ role: "moderator" }), await createActor({ role: "admin" })];
    const theirs = await cookieOf(moderator);
    expect((await gateway.ask(file, { cookie: theirs })).status).toBe(200);
    await changeRole(admin, moderator.userId, "user");
    expect((await gateway.ask(file, { cookie: theirs })).status).toBe(404);
    await changeVideo(owner, hidden, { visibility: "authenticated" });
    expect((await gateway.ask(file, { cookie: theirs })).status).toBe(200);
    await changeVideo(owner, hidden, { visibility: "private" });
    expect((await gateway.ask(file, { cookie: theirs })).status).toBe(404);
  });

  it("those who watch while the video is deleted, within seconds", async () => {
    const gone = await uploadForTest(owner, { width: 160, height: 120, seconds: 0.4, sound: false });
    await processForTest(gone);
    const file = `/api/video/${gone}/480p/segment_g1_00000.ts`;
    expect((await gateway.ask(file, { cookie: stranger })).status).toBe(200);
    await db().update(video).set({ deletedAt: sql`now()` }).where(eq(video.id, gone));
    await expect.poll(async () => (await gateway.ask(file, { cookie: stranger })).status, { timeout: 10_000 }).toBe(404);
  });

  it("those who write a path in another way: nothing outside of the video is reached", async () => {
    const base = `/api/video/${id}/480p`;
    for (const file of [`${base}/../../../../secret`, `${base}/%2e%2e/master.m3u8`, `${base}/..%5cmaster.m3u8`, `${base}/..%2f..%2foutput.json`, `${base}/segment_g1_00000.ts/../../x`, `${base}/segment_g1_00000.ts%00.ts`, `/api/video/${id}/output.json`, `/api/video/${id}//etc/passwd`]) {
      expect((await ask(file)).status, file).toBe(404);
    }
  });
});

describe("methods and origins", () => {
  it("refuses everything but reading, and leaves the list and the state to the application", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const answer = await ask(segment, { method });
      expect([answer.status, answer.headers.allow], method).toEqual([405, "GET, HEAD, OPTIONS"]);
    }
    expect((await ask(segment, { method: "TRACE" })).status).toBe(405);
    for (const other of ["/api/video/", "/api/video", `/api/video/${id}/status/`, `/api/video/${id}/`]) expect((await ask(other)).status, other).toBe(418);
  });

  it("answers listed origins with credentials, on refusals too, and others not at all", async () => {
    const origin = "http://client.example:5500";
    for (const answer of [await ask(segment, { headers: { origin } }), await gateway.ask(segment, { headers: { origin } })]) {
      expect(answer.headers).toMatchObject({ "access-control-allow-origin": origin, "access-control-allow-credentials": "true", vary: "Origin, Cookie" });
    }
    expect((await ask(segment, { headers: { origin: "https://evil.example" } })).headers["access-control-allow-origin"]).toBeUndefined();
    const preflight = await gateway.ask(segment, { method: "OPTIONS", headers: { origin, "access-control-request-method": "GET", "access-control-request-headers": "range" } });
    expect([preflight.status, preflight.headers["access-control-allow-headers"]]).toEqual([204, "content-type, x-csrftoken, range"]);
  });
});

describe("captions and chapters", () => {
  it("come as WebVTT to those who may play the video, asked for again each time and answered by an entity tag", async () => {
    const { url, id: captionId } = await addCaption(owner, id, { language: "de", label: "Deutsch" }, Buffer.from("1\n00:00:00,100 --> 00:00:00,900\nGrüße & mehr\n"));
    await setChapters(owner, id, { chapters: [{ start: 0, title: "A & B" }, { start: 0.5, title: "C" }] });
    for (const [where, text] of [[url, "WEBVTT\n\n00:00:00.100 --> 00:00:00.900\nGrüße &amp; mehr\n"], [`/api/video/${id}/chapters.vtt`, "WEBVTT\n\n00:00:00.000 --> 00:00:00.500\nA &amp; B\n\n00:00:00.500 --> 00:00:01."]] as const) {
      const file = await ask(where);
      expect([file.status, file.headers["content-type"], file.headers["x-content-type-options"], file.headers["cache-control"], file.headers["content-length"]]).toEqual([200, "text/vtt; charset=utf-8", "nosniff", "private, no-cache", String(file.body.length)]);
      expect(file.text.startsWith(text), file.text).toBe(true);
      expect((await ask(where, { headers: { "if-none-match": file.headers.etag! } })).status).toBe(304);
      expect([(await ask(where, { method: "HEAD" })).body.length, (await ask(where, { method: "POST" })).status]).toEqual([0, 405]);
      expect((await gateway.ask(where)).status).toBe(401);
      await db().update(video).set({ visibility: "private" }).where(eq(video.id, id));
      expect((await ask(where, { cookie: await cookieOf(await createActor()) })).status).toBe(404);
      await db().update(video).set({ visibility: "authenticated" }).where(eq(video.id, id));
    }
    expect([(await ask(`/api/video/${id}/captions/999999/cues.vtt`)).status, (await ask(`/api/video/999999/captions/${captionId}/cues.vtt`)).status]).toEqual([404, 404]);
  });
});
