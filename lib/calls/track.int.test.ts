import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call } from "@/db/schema/calls";
import { roomEvent } from "@/db/schema/rooms";
import { getCallPresence } from "@/lib/calls/queries";
import { reconcileCalls } from "@/lib/calls/reconcile";
import { applyWebhook } from "@/lib/calls/webhook";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";
import type { CallEvent } from "@/lib/platform/livekit/webhook";

let livekit: FakeLivekit;
let serial = 0;
beforeEach(async () => {
  livekit = useFakeLivekit();
  await db().delete(call);
});

async function makeRoom() {
  return createRoomWith([[await createActor(), "owner"]]);
}
function event(kind: string, slug: string, sid: string, values: Partial<CallEvent> = {}): CallEvent {
  const participant = kind.startsWith("participant") ? { identity: "u1", isHidden: false } : null;
  return { id: `EV_${(serial += 1)}`, kind, createdAt: new Date(), room: { name: slug, sid }, participant, ...values };
}
async function lines(roomId: number): Promise<string[]> {
  return (await db().select({ type: roomEvent.type }).from(roomEvent).where(eq(roomEvent.roomId, roomId)).orderBy(roomEvent.version)).map((each) => each.type);
}
async function callsOf(roomId: number) {
  const rows = await db().select().from(call).where(eq(call.roomId, roomId)).orderBy(call.id);
  return rows.map((each) => `${each.livekitSid} ${each.endedAt ? "over" : "runs"}`);
}

test("a call begins with the first person in and ends with the room, each told once in the room's sequence", async () => {
  const { id, slug } = await makeRoom();
  await applyWebhook(event("room_started", slug, "RM_a"));
  expect(await callsOf(id)).toEqual([]);
  await applyWebhook(event("participant_joined", slug, "RM_a"));
  await applyWebhook(event("participant_joined", slug, "RM_a"));
  expect(await callsOf(id)).toEqual(["RM_a runs"]);
  await applyWebhook(event("participant_left", slug, "RM_a"));
  await applyWebhook(event("room_finished", slug, "RM_a"));
  expect([await callsOf(id), await lines(id)]).toEqual([["RM_a over"], ["call_started", "call_ended"]]);
});

test("a recorder alone is no call", async () => {
  const { id, slug } = await makeRoom();
  expect(await applyWebhook(event("participant_joined", slug, "RM_a", { participant: { identity: "recorder", isHidden: true } }))).toBe("ignored");
  expect(await callsOf(id)).toEqual([]);
});

test("late news of an incarnation that is over changes nothing", async () => {
  const { id, slug } = await makeRoom();
  for (const kind of ["participant_joined", "room_finished", "participant_joined"]) await applyWebhook(event(kind, slug, "RM_a"));
  await applyWebhook(event("participant_joined", slug, "RM_b"));
  await applyWebhook(event("room_finished", slug, "RM_a"));
  expect([await callsOf(id), await lines(id)]).toEqual([["RM_a over", "RM_b runs"], ["call_started", "call_ended", "call_started"]]);
});

test("news that contradict what is known are settled by asking LiveKit", async () => {
  const { id, slug } = await makeRoom();
  const first = livekit.join(slug, "u1");
  await applyWebhook(event("participant_joined", slug, first.sid));
  livekit.restart();
  const second = livekit.join(slug, "u1");
  expect(await applyWebhook(event("participant_joined", slug, second.sid))).toBe("contradicted");
  expect([await callsOf(id), await lines(id)]).toEqual([[`${second.sid} runs`], ["call_started"]]);
});

test("a contradiction while LiveKit is away is left to the job", async () => {
  const { id, slug } = await makeRoom();
  await applyWebhook(event("participant_joined", slug, "RM_a"));
  livekit.isAway = true;
  await applyWebhook(event("participant_joined", slug, "RM_b"));
  expect(await callsOf(id)).toEqual(["RM_a runs"]);
});

test("reconciliation begins what was missed and ends what is gone", async () => {
  const [missed, gone, steady] = await Promise.all([makeRoom(), makeRoom(), makeRoom()]);
  livekit.join(missed.slug, "u1");
  livekit.join("a-room-of-somebody-else", "u1");
  await applyWebhook(event("participant_joined", gone.slug, "RM_gone"));
  await applyWebhook(event("participant_joined", steady.slug, livekit.join(steady.slug, "u2").sid));
  expect(await reconcileCalls()).toEqual({ started: 1, ended: 1, moved: 0 });
  expect(await reconcileCalls()).toEqual({ started: 0, ended: 0, moved: 0 });
  expect([await lines(missed.id), await lines(gone.id), await lines(steady.id)]).toEqual([["call_started"], ["call_started", "call_ended"], ["call_started"]]);
});

test("while LiveKit is away reconciliation fails and ends nothing", async () => {
  const { id, slug } = await makeRoom();
  await applyWebhook(event("participant_joined", slug, "RM_a"));
  livekit.isAway = true;
  await expect(reconcileCalls()).rejects.toMatchObject({ code: "upstream_failed" });
  expect(await callsOf(id)).toEqual(["RM_a runs"]);
});

test("presence names the people inside without recorders, and says when it cannot know", async () => {
  const { id, slug } = await makeRoom();
  livekit.join(slug, "u1", { name: "Ada" });
  livekit.join(slug, "recorder", { isHidden: true });
  expect(await getCallPresence(id)).toEqual({ known: true, count: 0, people: [] });
  expect(livekit.calls).toEqual([]);
  await applyWebhook(event("participant_joined", slug, livekit.rooms.get(slug)!.sid));
  const answers = await Promise.all(Array.from({ length: 20 }, () => getCallPresence(id)));
  expect(answers[0]).toEqual({ known: true, count: 1, people: [{ identity: "u1", name: "Ada" }] });
  expect(livekit.calls.filter((each) => each.method === "listParticipants")).toHaveLength(1);

  const other = await makeRoom();
  await applyWebhook(event("participant_joined", other.slug, "RM_x"));
  livekit.isAway = true;
  expect(await getCallPresence(other.id)).toEqual({ known: false, count: 0, people: [] });
});
