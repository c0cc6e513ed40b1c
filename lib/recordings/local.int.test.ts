import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { callVisit } from "@/db/schema/calls";
import { recording } from "@/db/schema/recordings";
import { room, roomEvent } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { endCallForAll } from "@/lib/calls/commands/end-call-for-all";
import { describeToCall } from "@/lib/calls/sync";
import { enterCall } from "@/lib/calls/testing";
import { codeOf } from "@/lib/core/testing";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";
import { endLeftLocals, startLocalRecording } from "@/lib/recordings/commands/local-recording";
import { startRecording } from "@/lib/recordings/commands/start-recording";
import { stopRecording } from "@/lib/recordings/commands/stop-recording";
import { claimLost, claimWishes } from "@/lib/recordings/lease";
import { serverEngines } from "@/lib/recordings/constants";

let livekit: FakeLivekit;
let [owner, member]: UserActor[] = [];
let at: typeof room.$inferSelect;

const rows = () => db().select().from(recording).where(eq(recording.roomId, at.id));
const eventsOf = async () => (await db().select({ type: roomEvent.type }).from(roomEvent).where(eq(roomEvent.roomId, at.id)).orderBy(roomEvent.version)).map(({ type }) => type).filter((type) => type.startsWith("recording"));
const told = async () => {
  await describeToCall(at.slug);
  return (JSON.parse(livekit.rooms.get(at.slug)!.metadata) as { recording?: unknown }).recording;
};

/** One for all: its numbers of connections are unique only in one. */
beforeAll(() => {
  livekit = useFakeLivekit();
});
beforeEach(async () => {
  [owner, member] = await Promise.all([createActor(), createActor()]);
  at = await createRoomWith([[owner!, "owner"], [member!, "member"]], { configuration: { recording_consent: true } });
  await enterCall(livekit, at.slug, owner!, "owner");
});

test("who records in their browser is told of to everybody, is the only one, and leaves nothing here", async () => {
  const { id, status } = await startLocalRecording(owner!, at.slug);
  expect([status, await told()]).toEqual(["active", { id, since: expect.any(String) as string, asks: true }]);
  expect([await codeOf(startRecording(owner!, at.slug, {}, null)), await codeOf(startLocalRecording(owner!, at.slug))]).toEqual(["conflict", "conflict"]);
  await db().update(recording).set({ createdAt: sql`now() - interval '1 hour'` }).where(eq(recording.id, id));
  await endLeftLocals();
  expect([await claimWishes("host", "builtin", 9), await claimLost("host", serverEngines, 9), (await rows()).length]).toEqual([[], [], 1]);
  expect(await stopRecording(owner!, at.slug, id)).toMatchObject({ id, status: "stopped", abilities: { stop: false } });
  expect([await told(), await rows(), await eventsOf()]).toEqual([undefined, [], ["recording_started", "recording_stopped"]]);
  expect(await codeOf(startRecording(owner!, at.slug, {}, null))).toBe("done");
});

test("only those who may record, from within the call, and not an encrypted one", async () => {
  await enterCall(livekit, at.slug, member!, "member");
  const host = await createActor();
  const outside = await createRoomWith([[host, "owner"]]);
  expect([await codeOf(startLocalRecording(member!, at.slug)), await codeOf(startLocalRecording(host, at.slug)), await codeOf(startLocalRecording(host, outside.slug))]).toEqual(["forbidden", "not_found", "forbidden"]);
  await db().update(room).set({ configuration: { encryption: true } }).where(eq(room.id, at.id));
  expect(await codeOf(startLocalRecording(owner!, at.slug))).toBe("conflict");
  expect(await rows()).toEqual([]);
});

test("it ends when its person has left, but not while they come back; and with the call", async () => {
  await startLocalRecording(owner!, at.slug);
  const leave = (ago: string) => db().update(callVisit).set({ leftAt: sql`now() - ${ago}::interval` }).where(eq(callVisit.identity, `u${owner!.userId}`));
  await leave("5 seconds");
  await endLeftLocals();
  expect(await rows()).toHaveLength(1);
  await leave("1 minute");
  await endLeftLocals();
  expect([await rows(), await eventsOf()]).toEqual([[], ["recording_started", "recording_stopped"]]);
  at = await createRoomWith([[owner!, "owner"]]);
  await enterCall(livekit, at.slug, owner!, "owner");
  await startLocalRecording(owner!, at.slug);
  await endCallForAll(owner!, at.slug);
  await endLeftLocals();
  expect(await rows()).toEqual([]);
});
