import { writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { db, transaction } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { session } from "@/db/schema/accounts";
import { callBan } from "@/db/schema/calls";
import { recording } from "@/db/schema/recordings";
import { roomMember } from "@/db/schema/rooms";
import { endSessions } from "@/lib/accounts/sessions";
import type { UserActor } from "@/lib/authz/actor";
import { limits } from "@/lib/core/limits";
import { publish } from "@/lib/platform/listen";
import { workFolder } from "@/lib/platform/storage/work-folder";
import { listLiveStreams } from "@/lib/recordings/queries/streams";
import { livePath, recordingFolder } from "@/lib/recordings/work-file";
import { handleLive } from "@/server/gateway/live";
import { startViewerCounts } from "@/server/gateway/live-viewers";
import { cookieOf, serveGateway } from "@/server/gateway/testing";

let gateway: Awaited<ReturnType<typeof serveGateway>>;
let [owner, member, stranger]: UserActor[] = [];
let room: Awaited<ReturnType<typeof createRoomWith>>;
const cookies = new Map<UserActor | null, string>();

beforeAll(async () => {
  [owner, member, stranger] = await Promise.all([createActor(), createActor(), createActor()]);
  for (const each of [owner!, member!, stranger!]) cookies.set(each, await cookieOf(each));
  room = await createRoomWith([[owner!, "owner"], [member!, "member"]]);
  gateway = await serveGateway(handleLive);
});
afterAll(() => gateway.stop());

/** A stream as its recorder has written it. */
async function stream(audience: "members" | "signed_in" | "public", files = ["live.m3u8", "000007.ts"]): Promise<string> {
  const at = await createRoomWith([[owner!, "owner"], [member!, "member"]]);
  room = at;
  const [row] = await db().insert(recording).values({ roomId: at.id, startedBy: owner!.userId, kind: "stream", audience, mode: "room_composite", engine: "builtin", status: "active", startedAt: new Date() }).returning();
  const folder = await workFolder(livePath(row!.id));
  for (const name of files) await writeFile(path.join(folder, name), `${name} of it`);
  await writeFile(path.join(await workFolder(recordingFolder(row!.id)), "recording.mp4"), "film");
  return row!.id;
}
const ask = (where: string, by: UserActor | null = null) => gateway.ask(`/api/live/${where}`, { cookie: cookies.get(by) ?? "" });
const statuses = async (id: string, name: string) => Promise.all([null, stranger!, member!, owner!].map(async (by) => (await ask(`${id}/${name}`, by)).status));

it("is watched by its audience and by nobody else: as signed out · stranger · member · owner", async () => {
  const ids = { members: await stream("members"), signed_in: await stream("signed_in"), public: await stream("public") };
  for (const name of ["", "index.m3u8", "000007.ts"]) {
    expect([await statuses(ids.members, name), await statuses(ids.signed_in, name), await statuses(ids.public, name)]).toEqual([[401, 404, 200, 200], [401, 200, 200, 200], [200, 200, 200, 200]]);
  }
  expect((await listLiveStreams(stranger!)).map(({ id }) => id)).toEqual([ids.signed_in]);
  expect(await listLiveStreams(member!)).toHaveLength(3);
  const [{ roomId } = { roomId: 0 }] = await db().select({ roomId: recording.roomId }).from(recording).where(eq(recording.id, ids.signed_in));
  await db().insert(callBan).values({ roomId, identity: `u${stranger!.userId}`, name: "Stranger" });
  expect(await listLiveStreams(stranger!)).toEqual([]);
  await db().delete(callBan);
});

it("has a playlist that nobody keeps, segments for a minute, and nothing else of its folder", async () => {
  const id = await stream("public");
  const list = await ask(`${id}/index.m3u8`);
  expect([list.text, list.headers["content-type"], list.headers["cache-control"]]).toEqual(["live.m3u8 of it", "application/vnd.apple.mpegurl", "private, no-store"]);
  const piece = await ask(`${id}/000007.ts`);
  expect([piece.text, piece.headers["content-type"], piece.headers["cache-control"]]).toEqual(["000007.ts of it", "video/mp2t", "private, max-age=60"]);
  const others = ["live.m3u8", "000008.ts", "../recording.mp4", "..%2frecording.mp4", "%2e%2e/recording.mp4", "recording.mp4", "000007.ts/", "000007.ts%00", "7.ts", "index.m3u8.tmp", "000007.TS", "/000007.ts"];
  expect(await Promise.all(others.map(async (name) => (await ask(`${id}/${name}`)).status))).toEqual(others.map(() => 404));
  expect((await gateway.ask(`/api/live/${id}/index.m3u8`, { method: "POST" })).status).toBe(405);
  expect(await Promise.all(["", "a b", "x".repeat(41)].map(async (viewer) => (await ask(`${id}/index.m3u8?viewer=${encodeURIComponent(viewer)}`)).status))).toEqual([400, 400, 400]);
});

it("says how it stands, and counts whoever asked for its playlist a moment ago once", async () => {
  const id = await stream("public", []);
  const told = async () => JSON.parse((await ask(`${id}/`)).text) as { state: string; viewers: number };
  expect(await told()).toMatchObject({ state: "waiting", viewers: 0, room: { slug: room.slug } });
  await writeFile(path.join(await workFolder(livePath(id)), "live.m3u8"), "now");
  for (const [name, by] of [["index.m3u8", member!], ["index.m3u8", member!], ["index.m3u8?viewer=a", null], ["index.m3u8?viewer=b", null], ["index.m3u8?viewer=b", null]] as const) await ask(`${id}/${name}`, by);
  expect(await told()).toMatchObject({ state: "live", viewers: 3 });
  const stopHearing = await startViewerCounts();
  await publish("stream-viewers", { from: "another process", counts: [[id, 4]] });
  await vi.waitFor(async () => expect(await told()).toMatchObject({ viewers: 7 }), { timeout: 10_000, interval: 50 });
  stopHearing();
  await db().update(recording).set({ status: "stopped" }).where(eq(recording.id, id));
  await vi.waitFor(async () => expect(await told()).toMatchObject({ state: "over" }), { timeout: 10_000, interval: 200 });
  expect((await ask(`${id}/index.m3u8`)).status).toBe(200);
});

it("ends for whoever is signed out, has left the room or is banned from it", async () => {
  const [ours, everyones] = [await stream("members"), await stream("signed_in")];
  const here = room;
  const guest = await createActor();
  cookies.set(guest, await cookieOf(guest));
  expect([(await ask(`${ours}/index.m3u8`, member!)).status, (await ask(`${everyones}/index.m3u8`, stranger!)).status, (await ask(`${everyones}/index.m3u8`, guest)).status]).toEqual([200, 200, 200]);
  await db().delete(roomMember).where(eq(roomMember.userId, member!.userId));
  await db().insert(callBan).values({ roomId: here.id, identity: `u${stranger!.userId}`, name: "S" });
  await transaction((tx) => endSessions(tx, eq(session.id, guest.sessionId)));
  const after = () => Promise.all([ask(`${ours}/000007.ts`, member!), ask(`${everyones}/000007.ts`, stranger!), ask(`${everyones}/000007.ts`, guest)]);
  await vi.waitFor(async () => expect((await after()).map(({ status }) => status)).toEqual([404, 404, 401]), { timeout: 15_000, interval: 200 });
});

it("says that it ended for a fault, and not when somebody ended it", async () => {
  const id = await stream("public");
  const told = async () => (JSON.parse((await ask(`${id}/`, member!)).text) as { state: string }).state;
  await db().update(recording).set({ status: "failed", reason: "crashed" }).where(eq(recording.id, id));
  expect(await told()).toBe("failed");
  const other = await stream("public");
  await db().update(recording).set({ status: "failed", reason: "disk_full", finishedAt: new Date() }).where(eq(recording.id, other));
  expect((JSON.parse((await ask(`${other}/`, member!)).text) as { state: string }).state).toBe("over");
});

it("is limited for each viewer: by account, by the cookie that a browser gets, and by address only before", async () => {
  const id = await stream("public");
  const askAs = (cookie: string) => gateway.ask(`/api/live/${id}/index.m3u8`, { cookie });
  const first = await askAs("");
  const [cookie = ""] = (first.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]!);
  expect(first.headers["set-cookie"]?.[0]).toMatch(/^viewer=[\w-]+\.[\w-]{43}; Path=\/api\/live\/; .*HttpOnly; SameSite=Lax$/);
  const answers = [];
  for (let count = 0; count <= limits.watchLivePerViewer.max; count += 1) answers.push(await askAs(cookie));
  expect([answers[0]!.status, answers[0]!.headers["set-cookie"], answers.at(-2)!.status, answers.at(-1)!.status]).toEqual([200, undefined, 200, 429]);
  expect(Number(answers.at(-1)!.headers["retry-after"])).toBeGreaterThan(0);
  // Nobody else behind the same address is, and a cookie that we did not sign is none.
  expect([(await askAs("")).status, (await ask(`${id}/index.m3u8`, member!)).status, (await askAs(`${cookie}x`)).headers["set-cookie"]?.length]).toEqual([200, 200, 1]);
});

it("is gone with its recording", async () => {
  const id = await stream("public");
  await db().update(recording).set({ deletedAt: new Date() }).where(eq(recording.id, id));
  expect(await statuses(id, "index.m3u8")).toEqual([404, 404, 404, 404]);
});
