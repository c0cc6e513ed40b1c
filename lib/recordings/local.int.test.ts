import { eq, inArray, sql } from "drizzle-orm";
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
import { deleteRecording } from "@/lib/recordings/commands/change-recording";
import { endLeftLocals, startLocalRecording } from "@/lib/recordings/commands/local-recording";
import { startRecording } from "@/lib/recordings/commands/start-recording";
import { stopRecording } from "@/lib/recordings/commands/stop-recording";
import { claimLost, claimWishes } from "@/lib/recordings/lease";
import { tendRecordings } from "@/lib/recordings/tend";
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

test("who records in their browser is told of to everybody, is the only one, and waits for its file afterwards", async () => {
  const { id, status } = (await startLocalRecording(owner!, at.slug, "k")).recording;
  expect([status, await told()]).toEqual(["active", { id, since: expect.any(String) as string, by: `u${owner!.userId}`, asks: true }]);
  expect([await codeOf(startRecording(owner!, at.slug, {}, null)), await codeOf(startLocalRecording(owner!, at.slug))]).toEqual(["conflict", "conflict"]);
  expect(await startLocalRecording(owner!, at.slug, "k")).toMatchObject({ isNew: false, recording: { id } });
  await db().update(recording).set({ createdAt: sql`now() - interval '1 hour'` }).where(eq(recording.id, id));
  await endLeftLocals();
  expect([await claimWishes("host", "builtin", 9), await claimLost("host", serverEngines, 9), (await rows()).length]).toEqual([[], [], 1]);
  expect(await stopRecording(owner!, at.slug, id)).toMatchObject({ id, status: "stopped", is_in_browser: true, abilities: { stop: false, send: true, publish: false } });
  expect([await told(), (await rows()).map(({ finishedAt }) => finishedAt), await eventsOf()]).toEqual([undefined, [null], ["recording_started", "recording_stopped"]]);
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
  expect([(await rows()).map(({ status }) => status), await eventsOf()]).toEqual([["stopped"], ["recording_started", "recording_stopped"]]);
  at = await createRoomWith([[owner!, "owner"]]);
  await enterCall(livekit, at.slug, owner!, "owner");
  await startLocalRecording(owner!, at.slug);
  await endCallForAll(owner!, at.slug);
  await endLeftLocals();
  expect((await rows()).map(({ status }) => status)).toEqual(["stopped"]);
});

test("whoever recorded may give it up; one whose file never comes goes by itself, one that is here stays", async () => {
  await db().update(room).set({ configuration: { recording: "members" } }).where(eq(room.id, at.id));
  await enterCall(livekit, at.slug, member!, "member");
  const ended = async (by: UserActor) => {
    const { id } = (await startLocalRecording(by, at.slug)).recording;
    await stopRecording(by, at.slug, id);
    return id;
  };
  const [mine, late, here] = [await ended(member!), await ended(owner!), await ended(owner!)];
  expect([await codeOf(deleteRecording(member!, at.slug, late)), await codeOf(deleteRecording(member!, at.slug, mine))]).toEqual(["forbidden", "done"]);
  await db().update(recording).set({ stoppedAt: sql`now() - interval '15 days'` }).where(inArray(recording.id, [late, here]));
  await db().update(recording).set({ finishedAt: sql`now()` }).where(eq(recording.id, here));
  await tendRecordings();
  expect((await rows()).map(({ id }) => id).sort()).toEqual([mine, here].sort());
});
