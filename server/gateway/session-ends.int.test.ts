import { randomBytes, randomUUID } from "node:crypto";
import http from "node:http";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db, transaction } from "@/db/client";
import { createActor, createRoomWith, createUser, signIn } from "@/db/factories";
import { session } from "@/db/schema/accounts";
import { call, callVisit } from "@/db/schema/calls";
import { changePassword } from "@/lib/accounts/commands/change-password";
import { deactivateUser } from "@/lib/accounts/commands/deactivate-user";
import { endOtherSessions, endOwnSession, endProvenSessions } from "@/lib/accounts/commands/end-session";
import { endUserSessions } from "@/lib/accounts/commands/end-user-sessions";
import { refreshSession } from "@/lib/accounts/commands/refresh-session";
import { resetPassword } from "@/lib/accounts/commands/reset-password";
import { encodeUid } from "@/lib/accounts/links";
import { firstRefreshToken, hashRefreshToken } from "@/lib/accounts/refresh-token";
import { issueToken } from "@/lib/accounts/tokens";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { admitConnection } from "@/lib/calls/commands/admit-connection";
import { tagOfSession } from "@/lib/calls/place";
import { identifyRequest } from "@/lib/http/identify";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";
import { publish } from "@/lib/platform/listen";
import { hashPassword } from "@/lib/platform/password";
import { processForTest, uploadForTest } from "@/lib/videos/testing";
import { closeEventStreams, handleEvents, startEvents } from "@/server/gateway/events";
import { handleSegments } from "@/server/gateway/segments";
import { startSessionEnds } from "@/server/gateway/session-ends";
import { cookieOf, serveGateway } from "@/server/gateway/testing";
import { handleUploads } from "@/server/gateway/uploads";

const password = "three quiet otters";
const visitor: Actor = { kind: "anonymous", address: "203.0.113.9", requestId: null };
let passwordHash: string;
let gateway: Awaited<ReturnType<typeof serveGateway>>;
let stop: () => void;
let admin: UserActor;
let segment: string;
let livekit: FakeLivekit;

beforeAll(async () => {
  passwordHash = await hashPassword(password);
  admin = await createActor({ role: "admin" });
  const videoId = await uploadForTest(admin, { width: 160, height: 120, seconds: 1 }, { visibility: "authenticated" });
  expect(await processForTest(videoId)).toBe(true);
  segment = `/api/video/${videoId}/480p/segment_g1_00000.ts`;
  await startEvents({ sweepSeconds: 3600, heartbeatSeconds: 3600 });
  stop = await startSessionEnds({ sweepSeconds: 3600 });
  gateway = await serveGateway(async (req, res) => (await handleEvents(req, res)) || (await handleSegments(req, res)) || (await handleUploads(req, res)));
});
afterAll(async () => {
  stop();
  closeEventStreams();
  await gateway.stop();
});
beforeEach(() => void (livekit = useFakeLivekit()));

/** A person with two sign-ins: `here` uses everything there is, `there` is where they end it from. */
type Person = { here: UserActor; there: UserActor; refreshToken: string };

async function createPerson(): Promise<Person> {
  const row = await createUser({ role: "moderator", passwordHash });
  const [here, there] = [await signIn(row), await signIn(row)];
  const refreshToken = firstRefreshToken(here.sessionId);
  await db().update(session).set({ refreshHash: hashRefreshToken(refreshToken) }).where(eq(session.id, here.sessionId));
  return { here, there, refreshToken };
}

const ways: [way: string, endsThere: boolean, end: (person: Person) => Promise<unknown>][] = [
  ["signing out", false, ({ here }) => endProvenSessions(here, [here.sessionId])],
  ["a changed password", false, ({ there }) => changePassword(there, password, "four louder badgers")],
  ["a reset password", true, async ({ here }) => {
    const { token } = await transaction((tx) => issueToken(tx, "reset", here.userId));
    await resetPassword(visitor, encodeUid(here.userId), token, "five silent herons");
  }],
  ["an account that is switched off", true, ({ here }) => deactivateUser(admin, here.userId)],
  ["\"end\" on the page of devices", false, ({ here, there }) => endOwnSession(there, here.sessionId)],
  ["\"end all others\" there", false, ({ there }) => endOtherSessions(there)],
  ["an administrator", true, ({ here }) => endUserSessions(admin, here.userId)],
  ["a refresh token that was used twice", false, async ({ refreshToken }) => {
    const second = await refreshSession(visitor, refreshToken);
    await refreshSession(visitor, second.refreshToken);
    await expect(refreshSession(visitor, refreshToken)).rejects.toMatchObject({ code: "unauthenticated" });
  }],
];

/** An event stream that is open; resolves when it is over. */
async function openStream(cookie: string): Promise<{ over: Promise<string> }> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: "127.0.0.1", port: gateway.port, path: "/api/events", headers: { cookie }, agent: false }, (response) => {
      let text = "";
      const over = new Promise<string>((done) => response.on("close", () => done(text)));
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        if (text.includes("hello")) resolve({ over });
      });
      response.on("error", () => {});
    });
    request.on("error", reject);
  });
}

/** An upload in whose only request half of the bytes were sent; resolves when the connection is cut. */
async function startUpload(cookie: string): Promise<{ cut: Promise<void>; where: string }> {
  const metadata = Object.entries({ filename: "boat.mp4", title: "A boat" }).map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`).join(",");
  const created = await gateway.ask("/api/uploads/", { method: "POST", cookie, headers: { "tus-resumable": "1.0.0", "upload-length": "200000", "upload-metadata": metadata, "content-length": "0" } });
  const where = created.headers.location!;
  const request = http.request({ host: "127.0.0.1", port: gateway.port, path: where, method: "PATCH", agent: false, headers: { cookie, "tus-resumable": "1.0.0", "upload-offset": "0", "content-type": "application/offset+octet-stream", "content-length": 200_000 } });
  const cut = new Promise<void>((resolve) => {
    request.on("error", () => resolve());
    request.on("response", () => resolve());
  });
  request.write(randomBytes(100_000));
  await vi.waitFor(async () => expect(Number((await head(where, cookie)).headers["upload-offset"])).toBeGreaterThan(0), { timeout: 10_000 });
  return { cut, where };
}
const head = (where: string, cookie: string) => gateway.ask(where, { method: "HEAD", cookie, headers: { "tus-resumable": "1.0.0" } });

/** A place in a call for each of the given sign-ins, as webhooks record it; the newest is the one in LiveKit. */
async function takePlaces(room: { id: number; slug: string }, ...actors: UserActor[]): Promise<void> {
  const [running] = await db().insert(call).values({ roomId: room.id, livekitSid: randomUUID() }).returning({ id: call.id });
  for (const actor of actors) {
    const [identity, tag] = [`u${actor.userId}`, tagOfSession(actor.sessionId)];
    livekit.join(room.slug, identity, { sid: randomUUID(), attributes: { role: "member", place: tag } });
    await db().insert(callVisit).values({ callId: running!.id, participantSid: livekit.participantSid(room.slug, identity), identity, name: "Ada", sessionTag: tag, joinedAt: new Date() });
  }
}
const isInside = (slug: string, userId: number) => livekit.rooms.get(slug)!.participants.has(`u${userId}`);

describe("a session that ends by", () => {
  test.each(ways)("%s ends its event stream, its playback, its upload and its place in a call", async (_way, endsThere, end) => {
    const person = await createPerson();
    const { here, there } = person;
    const [cookie, otherCookie] = [await cookieOf(here), await cookieOf(there)];
    const room = await createRoomWith([[here, "member"]], { accessLevel: "restricted" });
    await takePlaces(room, here);
    const [stream, otherStream, upload] = [await openStream(cookie), await openStream(otherCookie), await startUpload(cookie)];
    expect((await gateway.ask(segment, { cookie })).status).toBe(200);

    await end(person);

    expect((await identifyRequest(new Headers({ cookie }))).kind).toBe("anonymous");
    expect((await gateway.ask(segment, { cookie })).status).toBe(401);
    expect((await head(upload.where, cookie)).status).toBe(401);
    expect(await stream.over).toContain("session_ended");
    await upload.cut;
    await vi.waitFor(() => expect(isInside(room.slug, here.userId)).toBe(false));
    const key = { identity: `u${here.userId}`, room: room.slug, isForPerson: true, attributes: { role: "member", place: tagOfSession(here.sessionId) }, issuedAt: new Date() };
    await expect(admitConnection(key)).rejects.toMatchObject({ code: "forbidden" });

    const stays = (await identifyRequest(new Headers({ cookie: otherCookie }))).kind === "user";
    expect(stays).toBe(!endsThere);
    if (endsThere) expect(await otherStream.over).toContain("session_ended");
    else expect((await gateway.ask(segment, { cookie: otherCookie })).status).toBe(200);
  });

  test("one way leaves the same person's place in a call that they hold with another sign-in", async () => {
    const { here, there } = await createPerson();
    const room = await createRoomWith([[here, "member"]]);
    // They came in on the first device and went on on the second: LiveKit holds the newer place.
    await takePlaces(room, here, there);
    const marker = await createPerson();
    const other = await createRoomWith([[marker.here, "member"]]);
    await takePlaces(other, marker.here);
    await endOwnSession(there, here.sessionId);
    await endOwnSession(marker.there, marker.here.sessionId);
    await vi.waitFor(() => expect(isInside(other.slug, marker.here.userId)).toBe(false));
    expect(isInside(room.slug, here.userId)).toBe(true);
  });

  test("while the bus was away is found by the sweep, and an upload ends then", async () => {
    const { here } = await createPerson();
    const upload = await startUpload(await cookieOf(here));
    await db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, here.sessionId));
    const stopSweeping = await startSessionEnds({ sweepSeconds: 0.05 });
    await upload.cut;
    stopSweeping();
  });

  test("while LiveKit is away leaves the place to the job, and stops nothing else", async () => {
    const [first, second] = [await createPerson(), await createPerson()];
    const room = await createRoomWith([[first.here, "member"]]);
    await takePlaces(room, first.here);
    livekit.isAway = true;
    await endOwnSession(first.there, first.here.sessionId);
    await vi.waitFor(() => expect(livekit.calls.some(({ method }) => method === "listParticipants")).toBe(true));
    livekit.isAway = false;
    expect(isInside(room.slug, first.here.userId)).toBe(true);
    const upload = await startUpload(await cookieOf(second.here));
    await publish("session_ended", second.here.sessionId);
    await upload.cut;
  });
});
