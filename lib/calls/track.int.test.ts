import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call, callVisit } from "@/db/schema/calls";
import { room, roomEvent } from "@/db/schema/rooms";
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
function person(values: Partial<NonNullable<CallEvent["participant"]>> = {}): NonNullable<CallEvent["participant"]> {
  return { identity: "u1", sid: `PA_${(serial += 1)}`, name: "Ada", isHidden: false, joinedAt: new Date(), attributes: {}, ...values };
}
function event(kind: string, slug: string, sid: string, values: Partial<CallEvent> = {}): CallEvent {
  const participant = kind.startsWith("participant") ? person() : null;
  return { id: `EV_${(serial += 1)}`, kind, createdAt: new Date(), room: { name: slug, sid }, participant, ...values };
}
async function lines(roomId: number): Promise<string[]> {
  return (await db().select({ type: roomEvent.type }).from(roomEvent).where(eq(roomEvent.roomId, roomId)).orderBy(roomEvent.version)).map((each) => each.type);
}
async function insideOf(roomId: number): Promise<string[]> {
  const stays = db().select({ identity: callVisit.identity }).from(callVisit).innerJoin(call, eq(call.id, callVisit.callId));
  return (await stays.where(and(eq(call.roomId, roomId), isNull(callVisit.leftAt))).orderBy(callVisit.identity)).map((each) => each.identity);
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
  expect(await applyWebhook(event("participant_joined", slug, "RM_a", { participant: person({ identity: "recorder", isHidden: true }) }))).toBe("ignored");
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

test("reconciliation begins what was missed, and ends what is gone once its people had time to come back", async () => {
  const [missed, gone, steady] = await Promise.all([makeRoom(), makeRoom(), makeRoom()]);
  livekit.join(missed.slug, "u1");
  livekit.join("a-room-of-somebody-else", "u1");
  await applyWebhook(event("participant_joined", gone.slug, "RM_gone", { participant: person({ joinedAt: new Date(Date.now() - 60_000) }) }));
  await applyWebhook(event("participant_joined", steady.slug, livekit.join(steady.slug, "u2").sid));
  expect(await reconcileCalls()).toEqual({ started: 1, ended: 0, moved: 0, closed: 0 });
  expect(await insideOf(gone.id)).toEqual([]);
  await db().update(callVisit).set({ leftAt: sql`now() - interval '1 minute'` }).where(isNotNull(callVisit.leftAt));
  expect(await reconcileCalls()).toEqual({ started: 0, ended: 1, moved: 0, closed: 0 });
  expect(await reconcileCalls()).toEqual({ started: 0, ended: 0, moved: 0, closed: 0 });
  expect([await lines(missed.id), await lines(gone.id), await lines(steady.id)]).toEqual([["call_started"], ["call_started", "call_ended"], ["call_started"]]);
  expect(livekit.rooms.has("a-room-of-somebody-else")).toBe(true);
});

test("a call that LiveKit lost goes on when its people come back, with the same lock", async () => {
  const { id, slug } = await makeRoom();
  await applyWebhook(event("participant_joined", slug, livekit.join(slug, "u1").sid));
  await db().update(call).set({ lockedAt: new Date() }).where(eq(call.roomId, id));
  livekit.restart();
  expect(await reconcileCalls()).toMatchObject({ ended: 0 });
  const { sid } = livekit.join(slug, "u1");
  expect(await reconcileCalls()).toMatchObject({ moved: 1, started: 0 });
  const [running] = await db().select().from(call).where(eq(call.roomId, id));
  expect([running!.livekitSid, running!.endedAt, running!.lockedAt]).toEqual([sid, null, expect.any(Date)]);
  expect(await lines(id)).toEqual(["call_started"]);
});

test("reconciliation notes who came and who left unheard", async () => {
  const { id, slug } = await makeRoom();
  const { sid } = livekit.join(slug, "u1");
  await applyWebhook(event("participant_joined", slug, sid, { participant: person({ sid: livekit.participantSid(slug, "u1") }) }));
  livekit.join(slug, "u2");
  livekit.join(slug, "recorder", { isHidden: true });
  await reconcileCalls();
  expect(await insideOf(id)).toEqual(["u1", "u2"]);
  livekit.leave(slug, "u1");
  await db().update(callVisit).set({ joinedAt: sql`now() - interval '1 minute'` });
  await reconcileCalls();
  expect(await insideOf(id)).toEqual(["u2"]);
});

test("a call that was closed here while LiveKit could not be told is closed there, and begins no new one", async () => {
  const { id, slug } = await makeRoom();
  const { sid } = livekit.join(slug, "u1");
  await applyWebhook(event("participant_joined", slug, sid));
  await db().update(call).set({ endedAt: sql`now() - interval '5 seconds'`, endedBy: "host" }).where(eq(call.roomId, id));
  expect(await reconcileCalls()).toEqual({ started: 0, ended: 0, moved: 0, closed: 1 });
  expect([livekit.rooms.has(slug), await callsOf(id)]).toEqual([false, [`${sid} over`]]);
});

test("the call of a room that was deleted ends, here and in LiveKit", async () => {
  const { id, slug } = await makeRoom();
  await applyWebhook(event("participant_joined", slug, livekit.join(slug, "u1").sid));
  await db().update(room).set({ deletedAt: new Date() }).where(eq(room.id, id));
  await applyWebhook(event("participant_joined", slug, livekit.join(slug, "u2").sid));
  await reconcileCalls();
  const [ended] = await db().select().from(call).where(eq(call.roomId, id));
  expect([livekit.rooms.has(slug), ended!.endedBy, await insideOf(id)]).toEqual([false, "deleted", []]);
});

test("news of coming and going are understood in any order, and twice", async () => {
  const { id, slug } = await makeRoom();
  const ada = person({ identity: "u7", joinedAt: new Date(Date.now() - 60_000) });
  const came = (n: string) => event("participant_joined", slug, "RM_a", { id: n, participant: ada });
  const left = (n: string) => event("participant_left", slug, "RM_a", { id: n, participant: ada });
  await applyWebhook(event("participant_joined", slug, "RM_a", { participant: person({ identity: "u8" }) }));
  for (const each of [left("EV_l1"), came("EV_c1"), left("EV_l2"), came("EV_c2"), left("EV_l1")]) await applyWebhook(each);
  const stays = await db().select().from(callVisit).where(eq(callVisit.identity, "u7"));
  expect(stays).toHaveLength(1);
  expect(stays[0]!.leftAt!.getTime()).toBeGreaterThan(stays[0]!.joinedAt.getTime());
  expect(await insideOf(id)).toEqual(["u8"]);
  await applyWebhook(event("room_finished", slug, "RM_a"));
  await applyWebhook(event("participant_joined", slug, "RM_a", { participant: person({ identity: "u9" }) }));
  expect([await insideOf(id), await lines(id)]).toEqual([[], ["call_started", "call_ended"]]);
});

test("while LiveKit is away reconciliation fails and ends nothing", async () => {
  const { id, slug } = await makeRoom();
  await applyWebhook(event("participant_joined", slug, "RM_a"));
  livekit.isAway = true;
  await expect(reconcileCalls()).rejects.toMatchObject({ code: "upstream_failed" });
  expect(await callsOf(id)).toEqual(["RM_a runs"]);
});

test("presence names the people inside without recorders and agents, and says when it cannot know", async () => {
  const { id, slug } = await makeRoom();
  livekit.join(slug, "u1", { name: "Ada" });
  livekit.join(slug, "recorder", { isHidden: true });
  livekit.join(slug, "agent-transcriber", { name: "Transcriber" });
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
