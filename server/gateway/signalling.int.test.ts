import { randomUUID } from "node:crypto";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import { AccessToken } from "livekit-server-sdk";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { session, user } from "@/db/schema/accounts";
import { call, callBan, callRemoval, callVisit } from "@/db/schema/calls";
import { room, roomMember } from "@/db/schema/rooms";
import { startConnectionTest } from "@/lib/calls/commands/start-connection-test";
import { tagOfSession } from "@/lib/calls/place";
import { env } from "@/lib/platform/env";
import { metrics } from "@/lib/platform/metrics";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";
import { mintJoinToken, type JoinKey } from "@/lib/platform/livekit/tokens";
import { closeSignalling, handleSignalling, handleSignallingUpgrade } from "@/server/gateway/signalling";

/** Stands where LiveKit's signalling is: notes what it sees, answers "validated", and echoes a websocket's bytes. */
const seen: http.IncomingMessage[] = [];
let nextStatus: number | "without the room" = 200;
const statusNow = () => (nextStatus === "without the room" ? (livekit.rooms.has(slug) ? 200 : 404) : nextStatus);
const upstream = http.createServer((req, res) => {
  seen.push(req);
  const status = statusNow();
  res.writeHead(status).end(status === 200 ? "success" : "requested room does not exist");
});
upstream.on("upgrade", (req, socket: net.Socket) => {
  seen.push(req);
  socket.on("error", () => socket.destroy());
  const status = statusNow();
  if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  socket.pipe(socket);
});
const front = http.createServer((req, res) => {
  handleSignalling(req, res).then((handled) => handled || res.writeHead(418).end(), () => res.writeHead(599).end());
});
front.on("upgrade", (req, socket, head) => void handleSignallingUpgrade(req, socket, head));

const listen = (server: net.Server) => new Promise<number>((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
let frontPort: number;
let upstreamPort: number;
let livekit: FakeLivekit;
let member: Awaited<ReturnType<typeof createActor>>;
let slug: string;
let roomId: number;

beforeAll(async () => {
  [frontPort, upstreamPort] = await Promise.all([listen(front), listen(upstream)]);
});
afterAll(() => {
  closeSignalling();
  for (const server of [front, upstream]) server.close();
});
beforeEach(async () => {
  livekit = useFakeLivekit();
  env().LIVEKIT_URL = `ws://127.0.0.1:${upstreamPort}`;
  seen.length = 0;
  nextStatus = 200;
  member = await createActor();
  ({ slug, id: roomId } = await createRoomWith([[member, "member"]], { accessLevel: "restricted" }));
});

/** A key as the product mints it for the member, changed where a test wants it. */
const token = (values: Partial<JoinKey> = {}) =>
  mintJoinToken({ identity: `u${member.userId}`, name: "Ada", room: slug, attributes: { role: "member", place: tagOfSession(member.sessionId) }, sources: ["microphone", "camera", "screen"], ...values });

/** What a token says, unchecked. */
function decodeJwt(bearer: string) {
  return JSON.parse(Buffer.from(bearer.split(".")[1]!, "base64url").toString()) as { sub: string; name: string; exp: number; nbf: number; attributes: Record<string, string>; video: Record<string, unknown> };
}

async function validate(accessToken: string, path = "/rtc/v1/validate", headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${frontPort}${path}?access_token=${accessToken}`, { headers });
  return `${response.status} ${await response.text()}`;
}

/** Opens a websocket by hand: its status line, and the socket for more. */
function upgrade(accessToken: string, { path = "/rtc/v1", headers = {} }: { path?: string; headers?: Record<string, string> } = {}): Promise<{ status: number; socket: net.Socket }> {
  const all = { Host: "localhost:3000", Upgrade: "websocket", Connection: "Upgrade", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13", Origin: "http://localhost:3000", ...headers };
  return new Promise((resolve, reject) => {
    const socket = net.connect(frontPort, "127.0.0.1", () => {
      socket.write(`GET ${path}?access_token=${accessToken}&join_request=abc HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n`);
    });
    socket.once("error", reject);
    socket.once("data", (data) => resolve({ status: Number(data.toString().split(" ")[1]), socket }));
  });
}
async function upgradeStatus(...args: Parameters<typeof upgrade>): Promise<number> {
  const { status, socket } = await upgrade(...args);
  socket.destroy();
  return status;
}

test("someone who is admitted reaches LiveKit, and their bytes go both ways", async () => {
  const { status, socket } = await upgrade(await token());
  expect(status).toBe(101);
  const echoed = new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
  socket.write("hello");
  expect(await echoed).toBe("hello");
  socket.destroy();
  expect(await validate(await token())).toBe("200 success");
  expect(await validate(await token(), "/rtc/validate")).toBe("200 success");
});

test("LiveKit sees the whole query and no cookie", async () => {
  await upgradeStatus(await token(), { headers: { Cookie: "access_token=secret", "X-Forwarded-For": "6.6.6.6" } });
  expect(seen).toHaveLength(1);
  expect(seen[0]!.url).toContain("join_request=abc");
  expect(seen[0]!.headers).not.toHaveProperty("cookie");
  expect(seen[0]!.headers["x-forwarded-for"]).not.toBe("6.6.6.6");
});

test("a second token in the query that only LiveKit would read does not ride in behind a good one", async () => {
  const kept = await createRoomWith([[member, "member"]], { accessLevel: "restricted" });
  const stale = await token({ room: kept.slug });
  await db().delete(roomMember).where(eq(roomMember.roomId, kept.id));
  const good = await token();
  // Go drops a pair that holds a semicolon and goes on to the next of that name
  for (const query of [`${good};x&access_token=${stale}`, `${good}&access_token=${stale}`, `${good}%zz&access_token=${stale}`]) await upgradeStatus(query);
  for (const { url, headers } of seen) {
    expect(url).not.toContain("access_token");
    expect(decodeJwt(headers.authorization!)).toMatchObject({ sub: `u${member.userId}`, video: { room: slug } });
  }
  expect(seen.length).toBeGreaterThan(0);
});

test("nobody enters a call under a second identity of their own making", async () => {
  expect(await upgradeStatus(`${await token()}&publish=shadow`, { path: "/rtc" })).toBe(403);
  expect(await upgradeStatus(`${await token()}&%70ublish=shadow`)).toBe(403);
  expect(seen).toEqual([]);
});

test("tokens that are foreign, expired, altered, missing, for another room, or for more than a person are refused", async () => {
  const other = await createRoomWith([], { accessLevel: "restricted" });
  const admin = new AccessToken("APItest", "a-livekit-secret-for-tests-long-enough", { identity: `u${member.userId}` });
  admin.addGrant({ roomJoin: true, room: slug, roomAdmin: true });
  const foreign = new AccessToken("APItest", "another-secret-that-is-long-enough-too", { identity: `u${member.userId}` });
  foreign.addGrant({ roomJoin: true, room: slug });
  const good = await token();
  const table: [string, string, number][] = [
    ["foreign", await foreign.toJwt(), 401],
    ["expired", await token({ ttlSeconds: -60 }), 401],
    ["altered", `${good.slice(0, -3)}AAA`, 401],
    ["missing", "", 401],
    ["another room", await token({ room: other.slug }), 403],
    ["no such room", await token({ room: "nowhere" }), 403],
    ["an identity of no user", await token({ identity: "g7" }), 403],
    ["an unknown user", await token({ identity: "u999999999" }), 403],
    ["an administrator's", await admin.toJwt(), 403],
  ];
  for (const [name, accessToken, status] of table) {
    expect([name, await upgradeStatus(accessToken)]).toEqual([name, status]);
    expect([name, (await validate(accessToken)).slice(0, 3)]).toEqual([name, String(status)]);
  }
  expect([seen, livekit.calls]).toEqual([[], []]);
});

test("who was removed from the room, or whose account was closed, is refused with the token they still hold", async () => {
  const held = await token();
  await db().delete(roomMember).where(eq(roomMember.roomId, roomId));
  expect(await upgradeStatus(held)).toBe(403);
  await db().insert(roomMember).values({ roomId, userId: member.userId, role: "member" });
  expect(await upgradeStatus(held)).toBe(101);
  await db().update(user).set({ isActive: false }).where(eq(user.id, member.userId));
  expect(await upgradeStatus(held)).toBe(403);
});

test("LiveKit is given a fresh key with what the person is and may do now, whatever the old one said", async () => {
  const stale = await token({ name: "Once", sources: ["microphone", "camera", "screen"], attributes: { role: "owner", place: tagOfSession(member.sessionId), more: "x" }, ttlSeconds: 3600 });
  await upgradeStatus(stale);
  const claims = decodeJwt(seen[0]!.headers.authorization!);
  expect(claims).toMatchObject({ sub: `u${member.userId}`, name: member.name, attributes: { role: "member", place: tagOfSession(member.sessionId), hand: "", encryption: "off" } });
  expect(Object.keys(claims.attributes)).toHaveLength(4);
  expect(claims.exp - claims.nbf).toBe(300);
});

test("nobody comes in unencrypted with a key from before encryption was switched on, nor the other way round", async () => {
  const told = (encryption: string) => token({ attributes: { place: tagOfSession(member.sessionId), encryption } });
  expect([await upgradeStatus(await told("off")), await upgradeStatus(await told("on"))]).toEqual([101, 403]);
  await db().update(room).set({ configuration: { encryption: true } }).where(eq(room.id, roomId));
  expect([await upgradeStatus(await told("off")), await upgradeStatus(await told("on"))]).toEqual([403, 101]);
});

test("who is banned, shut out, or was sent away is refused with the key they still hold", async () => {
  const stranger = await createActor();
  const open = await createRoomWith([[member, "member"]]);
  const identity = `u${stranger.userId}`;
  const held = await token({ identity, room: open.slug, attributes: { place: tagOfSession(stranger.sessionId) } });
  expect(await upgradeStatus(held)).toBe(101);

  await db().insert(callBan).values({ roomId: open.id, identity, name: "Mallory" });
  expect(await upgradeStatus(held)).toBe(403);
  await db().delete(callBan);

  const [running] = await db().insert(call).values({ roomId: open.id, livekitSid: "RM_1" }).returning();
  const callId = running!.id;
  await db().insert(callRemoval).values({ callId, identity });
  expect(await upgradeStatus(held)).toBe(403);
  await db().delete(callRemoval);

  await db().update(call).set({ lockedAt: new Date() });
  expect(await upgradeStatus(held)).toBe(403);
  await db().insert(callVisit).values({ callId, participantSid: "PA_1", identity, name: "Eve", joinedAt: new Date() });
  expect(await upgradeStatus(held)).toBe(101);
  await db().update(callVisit).set({ leftAt: sql`now() - interval '2 minutes'` });
  expect(await upgradeStatus(held)).toBe(403);
});

test("keys from before a call was closed for all open nothing, newer ones do", async () => {
  const held = await token();
  await db().insert(call).values({ roomId, livekitSid: "RM_1", endedAt: new Date(Date.now() + 1000), endedBy: "left" });
  expect(await upgradeStatus(held)).toBe(101);
  await db().update(call).set({ endedBy: "host", endedAt: sql`now()` });
  expect(await upgradeStatus(held)).toBe(403);
  await db().update(call).set({ endedAt: sql`now() - interval '5 seconds'` });
  expect(await upgradeStatus(await token())).toBe(101);
});

test("a key ends with the sign-in that it was made for, and no other sign-in of the person helps", async () => {
  const [second] = await db().insert(session).values({ userId: member.userId, refreshHash: randomUUID(), expiresAt: new Date(Date.now() + 60_000) }).returning({ id: session.id });
  const other = await token({ attributes: { place: tagOfSession(second!.id) } });
  expect([await upgradeStatus(await token()), await upgradeStatus(other)]).toEqual([101, 101]);
  await db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, member.sessionId));
  expect([await upgradeStatus(await token()), await upgradeStatus(other)]).toEqual([403, 101]);
  expect(await upgradeStatus(await token({ attributes: {} }))).toBe(403);
});

test("the key of a connection test opens its own room until its time is up, and no other", async () => {
  const { token: key, identity } = await startConnectionTest();
  expect(await upgradeStatus(key)).toBe(101);
  const { video, attributes } = decodeJwt(`Bearer ${key}`);
  const room = String(video.room);
  expect([...livekit.rooms.keys()]).toEqual([room]);
  expect(await upgradeStatus(await token({ identity, room, attributes: { until: String(Date.now() - 1) } }))).toBe(403);
  expect(await upgradeStatus(await token({ identity, room, attributes: {} }))).toBe(403);
  expect(await upgradeStatus(await token({ identity: "tsomeone", room, attributes }))).toBe(403);
  expect(await upgradeStatus(await token({ identity, room: slug, attributes }))).toBe(403);
});

test("a page of another origin is refused, a program without an origin is not", async () => {
  expect(await upgradeStatus(await token(), { headers: { Origin: "https://elsewhere.example" } })).toBe(403);
  expect((await validate(await token(), "/rtc/validate", { origin: "https://elsewhere.example" })).slice(0, 3)).toBe("403");
  expect((await validate(await token())).slice(0, 3)).toBe("200");
});

test("a room that LiveKit does not hold, or has lost, is opened, and nobody is asked for one that it holds", async () => {
  expect(await upgradeStatus(await token())).toBe(101);
  expect(livekit.calls).toEqual([]);
  nextStatus = "without the room";
  expect([await upgradeStatus(await token()), await validate(await token())]).toEqual([101, "200 success"]);
  expect([...livekit.rooms.keys()]).toEqual([slug]);
  livekit.restart();
  expect(await upgradeStatus(await token())).toBe(101);
  expect([...livekit.rooms.keys()]).toEqual([slug]);
});

test("each connection is counted by how it ended, and the open ones are known", async () => {
  const figure = async (line: string) => Number((await metrics().registry.metrics()).split("\n").find((each) => each.startsWith(`${line} `))?.slice(line.length + 1) ?? 0);
  const outcome = (name: string) => figure(`atrium_gate_connections_total{outcome="${name}"}`);
  const before = [await outcome("admitted"), await outcome("invalid_token"), await outcome("banned"), await figure("atrium_gate_seconds_count")];
  const { socket } = await upgrade(await token());
  expect(await figure("atrium_gate_connections")).toBe(1);
  socket.destroy();
  await upgradeStatus("nonsense");
  await db().insert(callBan).values({ roomId, identity: `u${member.userId}`, name: "Ada" });
  await validate(await token());
  expect([await outcome("admitted"), await outcome("invalid_token"), await outcome("banned"), await figure("atrium_gate_seconds_count")]).toEqual([before[0]! + 1, before[1]! + 1, before[2]! + 1, before[3]! + 3]);
  await expect.poll(() => figure("atrium_gate_connections")).toBe(0);
});

test("while LiveKit is away the answer is 502, never 404: the client tries again", async () => {
  nextStatus = 404;
  livekit.isAway = true;
  expect([await upgradeStatus(await token()), await validate(await token())]).toEqual([502, "502 calls are not available right now"]);
  livekit.isAway = false;
  expect([await upgradeStatus(await token()), await validate(await token())]).toEqual([502, "502 calls are not available right now"]);
  env().LIVEKIT_URL = "ws://127.0.0.1:9";
  expect([await upgradeStatus(await token()), await validate(await token())]).toEqual([502, "502 calls are not available right now"]);
});

test("a LiveKit that accepts and never answers counts as away within the limit", async () => {
  const silent = net.createServer((socket) => void socket.on("error", () => socket.destroy()));
  env().LIVEKIT_URL = `ws://127.0.0.1:${await listen(silent)}`;
  expect(await upgradeStatus(await token())).toBe(502);
  expect(await validate(await token())).toBe("502 calls are not available right now");
  silent.close();
});

test("other paths and methods under /rtc lead nowhere, paths beside it are not ours", async () => {
  const base = `http://127.0.0.1:${frontPort}`;
  expect((await fetch(`${base}/rtc`)).status).toBe(404);
  expect((await fetch(`${base}/rtc/v1/../../twirp`)).status).toBe(418);
  expect((await fetch(`${base}/rtc/%2e%2e/twirp/livekit.RoomService/ListRooms`)).status).not.toBe(200);
  expect((await fetch(`${base}/rtc/validate`, { method: "POST" })).status).toBe(405);
  expect((await fetch(`${base}/rtcx`)).status).toBe(418);
  expect(await upgradeStatus(await token(), { path: "/rtc/v2" })).toBe(404);
  expect(seen).toEqual([]);
});

test("when one side ends the other does too, and closing ends all", async () => {
  const first = await upgrade(await token());
  const ended = new Promise<void>((resolve) => first.socket.once("close", () => resolve()));
  first.socket.resume();
  closeSignalling();
  await ended;
  expect(first.socket.destroyed).toBe(true);
});
