import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { recording } from "@/db/schema/recordings";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { describeToCall } from "@/lib/calls/sync";
import { enterCall } from "@/lib/calls/testing";
import { codeOf } from "@/lib/core/testing";
import { env } from "@/lib/platform/env";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";
import { changeRecording, deleteRecording, restoreRecording } from "@/lib/recordings/commands/change-recording";
import { startRecording } from "@/lib/recordings/commands/start-recording";
import { stopRecording } from "@/lib/recordings/commands/stop-recording";
import { readDownloadLink, recordingDownloadUrl } from "@/lib/recordings/download-link";
import { getRecording, listRecordings } from "@/lib/recordings/queries/recordings";
import { lockRecording, moveRecording } from "@/lib/recordings/transition";

let livekit: FakeLivekit;
let [owner, member]: UserActor[] = [];
let at: typeof room.$inferSelect;

const start = (actor = owner!, key: string | null = null) => startRecording(actor, at.slug, {}, key);
const rows = () => db().select().from(recording).where(eq(recording.roomId, at.id));
const eventsOf = async () => (await db().select({ type: roomEvent.type }).from(roomEvent).where(eq(roomEvent.roomId, at.id)).orderBy(roomEvent.version)).map(({ type }) => type).filter((type) => type.startsWith("recording"));
/** As what records tells it. */
const move = (id: string, status: "active" | "stopped" | "saved") => transaction(async (tx) => moveRecording(tx, (await lockRecording(tx, id))!, status, status === "active" ? { startedAt: new Date() } : status === "saved" ? { storageKey: `recordings/${id}.mp4` } : {}));

beforeEach(async () => {
  livekit = useFakeLivekit();
  [owner, member] = await Promise.all([createActor(), createActor()]);
  at = await createRoomWith([[owner!, "owner"], [member!, "member"]]);
  await enterCall(livekit, at.slug, owner!, "owner");
});

test("of ten who begin at once one does, nine are told that it runs, and there is one row", async () => {
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => codeOf(start())));
  expect(outcomes.sort()).toEqual([...Array.from({ length: 9 }, () => "conflict"), "done"]);
  expect(await rows()).toMatchObject([{ status: "initiated", mode: "room_composite", startedBy: owner!.userId }]);
  expect(await eventsOf()).toEqual(["recording_initiated"]);
});

test("the same key of the same person is the same recording, also when it was sent twice at once; another person's is another", async () => {
  const both = await Promise.all([start(owner!, "k"), start(owner!, "k")]);
  expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
  expect(both[0].recording.id).toBe(both[1].recording.id);
  await stopRecording(owner!, at.slug, both[0].recording.id);
  expect(await start(owner!, "k")).toMatchObject({ isNew: false, recording: { id: both[0].recording.id, status: "aborted" } });
  await db().update(room).set({ configuration: { recording: "members" } }).where(eq(room.id, at.id));
  expect(await start(member!, "k")).toMatchObject({ isNew: true });
  expect(await rows()).toHaveLength(2);
});

test("while LiveKit is away nothing is recorded: a failed one with the reason is kept, and the key can be used again", async () => {
  livekit.isAway = true;
  expect(await codeOf(start(owner!, "k"))).toBe("upstream_failed");
  expect(await rows()).toMatchObject([{ status: "failed", reason: "calls_away", idempotencyKey: null }]);
  livekit.isAway = false;
  expect(await start(owner!, "k")).toMatchObject({ isNew: true, recording: { status: "initiated" } });
});

test("who may not, an encrypted room and a room without a call begin nothing", async () => {
  expect(await codeOf(start(member!))).toBe("forbidden");
  expect(await codeOf(start(await createActor()))).toBe("not_found");
  await db().update(room).set({ configuration: { encryption: true } }).where(eq(room.id, at.id));
  expect(await codeOf(start())).toBe("conflict");
  at = await createRoomWith([[owner!, "owner"]]);
  expect(await codeOf(start())).toBe("conflict");
  expect(await rows()).toEqual([]);
});

test("what changed while LiveKit was asked counts: who may not any more begins nothing", async () => {
  const ask = livekit.listParticipants.bind(livekit);
  livekit.listParticipants = async (slug) => {
    await db().update(roomMember).set({ role: "member" }).where(and(eq(roomMember.roomId, at.id), eq(roomMember.userId, owner!.userId)));
    return ask(slug);
  };
  expect(await codeOf(start())).toBe("forbidden");
  expect(await rows()).toEqual([]);
});

test("a person has two recorders at once, in whatever rooms", async () => {
  const others = await Promise.all([1, 2].map(() => createRoomWith([[owner!, "owner"]])));
  for (const { slug } of others) await enterCall(livekit, slug, owner!, "owner");
  const outcomes = await Promise.all([at, ...others].map(({ slug }) => codeOf(startRecording(owner!, slug, {}, null))));
  expect(outcomes.sort()).toEqual(["done", "done", "rate_limited"]);
  await db().update(recording).set({ status: "aborted" }).where(eq(recording.startedBy, owner!.userId));
  expect(await codeOf(start())).toBe("done");
});

test("a room whose recordings take all that they may begins no other one; what is freed can be used", async () => {
  const before = env().RECORDINGS_QUOTA_BYTES;
  try {
    env().RECORDINGS_QUOTA_BYTES = 1000;
    const [full] = await db().insert(recording).values({ roomId: at.id, mode: "audio_only", engine: "builtin", status: "saved", storageKey: "recordings/full.mp4", sizeBytes: 1000 }).returning();
    expect(await codeOf(start())).toBe("too_large");
    expect(await rows()).toHaveLength(1);
    await db().update(recording).set({ sizeBytes: 999 }).where(eq(recording.id, full!.id));
    expect(await codeOf(start())).toBe("done");
  } finally {
    env().RECORDINGS_QUOTA_BYTES = before;
  }
});

test("stopping makes room for the next one at once, is repeatable, and one without a picture is given up", async () => {
  const first = (await start()).recording;
  const told = async () => {
    await describeToCall(at.slug);
    return (JSON.parse(livekit.rooms.get(at.slug)!.metadata) as { recording?: unknown }).recording;
  };
  const since = expect.any(String) as string;
  // Who is in the call knows, and is asked, before the first picture.
  expect(await told()).toEqual({ id: first.id, since, starting: true, by: `u${owner!.userId}` });
  await move(first.id, "active");
  expect(await told()).toEqual({ id: first.id, since, by: `u${owner!.userId}` });
  expect(await codeOf(stopRecording(member!, at.slug, first.id))).toBe("forbidden");
  expect(await stopRecording(owner!, at.slug, first.id)).toMatchObject({ status: "stopped", reason: "asked", abilities: { stop: false, change: true, publish: false } });
  const second = (await start()).recording;
  expect(await stopRecording(owner!, at.slug, second.id)).toMatchObject({ status: "aborted" });
  expect(await stopRecording(owner!, at.slug, second.id)).toMatchObject({ status: "aborted" });
  expect(await told()).toBeUndefined();
  expect(await eventsOf()).toEqual(["recording_initiated", "recording_started", "recording_stopped", "recording_initiated", "recording_aborted"]);
  const audited = await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.targetId, second.id));
  expect(audited.map(({ action }) => action)).toEqual(["recording.started", "recording.stopped"]);
});

test("a saved recording is renamed, deleted and brought back by hosts; while it runs it is not", async () => {
  const { id } = (await start()).recording;
  expect(await codeOf(changeRecording(owner!, at.slug, id, { title: "A" }))).toBe("conflict");
  await move(id, "active");
  await move(id, "stopped");
  await move(id, "saved");
  expect(await codeOf(changeRecording(member!, at.slug, id, { title: "A" }))).toBe("forbidden");
  expect(await changeRecording(owner!, at.slug, id, { title: "Review" })).toMatchObject({ title: "Review", storage_key: null, download_url: recordingDownloadUrl(id, owner!.userId) });
  expect(await listRecordings(member!, at.slug, { limit: 10, offset: 0 })).toMatchObject({ count: 1, recordings: [{ id, abilities: { stop: false, change: false, publish: false } }] });
  await deleteRecording(owner!, at.slug, id);
  expect(await codeOf(getRecording(member!, at.slug, id))).toBe("not_found");
  expect(await listRecordings(owner!, at.slug, { limit: 10, offset: 0 })).toEqual({ count: 0, recordings: [] });
  expect(await restoreRecording(owner!, at.slug, id)).toMatchObject({ id, title: "Review" });
  expect(await codeOf(restoreRecording(owner!, at.slug, id))).toBe("not_found");
  const elsewhere = await createRoomWith([[owner!, "owner"]]);
  expect(await codeOf(deleteRecording(owner!, elsewhere.slug, id))).toBe("not_found");
});

test("a link is good for a day, for its recording and its person only, and as it was given", () => {
  const { searchParams: query } = new URL(recordingDownloadUrl("a", 7, 0));
  const other = (name: string, value: string) => new URLSearchParams({ ...Object.fromEntries(query), [name]: value });
  expect([readDownloadLink("a", query, 86_400_000), readDownloadLink("a", query, 2 * 86_400_000), readDownloadLink("b", query, 0)]).toEqual([7, null, null]);
  const spoilt = [other("until", String(Number(query.get("until")) + 1)), other("person", "8"), other("person", ""), other("key", ""), new URLSearchParams()];
  expect(spoilt.map((each) => readDownloadLink("a", each, 0))).toEqual(spoilt.map(() => null));
});
