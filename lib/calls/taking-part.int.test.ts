import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call, callHand, callVisit } from "@/db/schema/calls";
import type { UserActor } from "@/lib/authz/actor";
import { endCallForAll } from "@/lib/calls/commands/end-call-for-all";
import { lockCall } from "@/lib/calls/commands/lock-call";
import { lowerHands } from "@/lib/calls/commands/lower-hands";
import { raiseHand } from "@/lib/calls/commands/raise-hand";
import { askToSend, react } from "@/lib/calls/commands/signal-call";
import { spotlight } from "@/lib/calls/commands/spotlight";
import { tagOfSession } from "@/lib/calls/place";
import { syncCalls } from "@/lib/calls/sync";
import { applyWebhook } from "@/lib/calls/webhook";
import { codeOf } from "@/lib/core/testing";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";

let livekit: FakeLivekit;
let serial = 0;
let owner: UserActor;
let member: UserActor;
let other: UserActor;
let slug: string;

async function told(kind: "participant_joined" | "participant_left", actor: UserActor, sid: string, roomSid: string): Promise<void> {
  const participant = { identity: `u${actor.userId}`, sid, name: actor.name, isHidden: false, joinedAt: new Date(), attributes: { place: tagOfSession(actor.sessionId) } };
  await applyWebhook({ id: `EV_${(serial += 1)}`, kind, createdAt: new Date(), room: { name: slug, sid: roomSid }, participant });
}

async function enter(actor: UserActor): Promise<void> {
  const identity = `u${actor.userId}`;
  const { sid } = livekit.join(slug, identity, { name: actor.name, attributes: { role: "member", place: tagOfSession(actor.sessionId) } });
  await told("participant_joined", actor, livekit.participantSid(slug, identity), sid);
}

async function leave(actor: UserActor): Promise<void> {
  const identity = `u${actor.userId}`;
  const [sid, { sid: roomSid }] = [livekit.participantSid(slug, identity), livekit.rooms.get(slug)!];
  livekit.leave(slug, identity);
  await told("participant_left", actor, sid, roomSid);
}

const attributesOf = (actor: UserActor) => livekit.rooms.get(slug)?.participants.get(`u${actor.userId}`)?.attributes;
const metadata = () => JSON.parse(livekit.rooms.get(slug)?.metadata || "{}") as Record<string, unknown>;
const signals = () => livekit.calls.filter(({ method }) => method === "signal").map(({ args }) => args);

beforeEach(async () => {
  livekit = useFakeLivekit();
  await db().delete(call);
  [owner, member, other] = await Promise.all([createActor(), createActor(), createActor()]);
  ({ slug } = await createRoomWith([[owner, "owner"], [member, "member"], [other, "member"]]));
});

test("hands stand in the order in which they went up, and go down by their owner or a host", async () => {
  for (const actor of [owner, member, other]) await enter(actor);
  expect(await raiseHand(other, slug, true)).toEqual({ livekit_synced: true });
  await raiseHand(member, slug, true);
  const [first, second] = [attributesOf(other)?.hand ?? "", attributesOf(member)?.hand ?? ""];
  expect([first < second, attributesOf(owner)?.hand ?? ""]).toEqual([true, ""]);
  await raiseHand(other, slug, true);
  expect(attributesOf(other)?.hand).toBe(first);

  await raiseHand(other, slug, false);
  expect(attributesOf(other)?.hand).toBe("");
  expect([await lowerHands(owner, slug, {}), await lowerHands(owner, slug, {}), attributesOf(member)?.hand]).toEqual([1, 0, ""]);
});

test("a hand outlives a short break, and not a long one", async () => {
  await enter(owner);
  await enter(member);
  await raiseHand(member, slug, true);
  const raisedAt = attributesOf(member)?.hand;
  await leave(member);
  await enter(member);
  await syncCalls();
  expect(attributesOf(member)?.hand).toBe(raisedAt);
  await leave(member);
  await db().update(callVisit).set({ leftAt: new Date(Date.now() - 3_600_000), joinedAt: new Date(Date.now() - 7_200_000) }).where(eq(callVisit.identity, `u${member.userId}`));
  await enter(member);
  await syncCalls();
  expect([attributesOf(member)?.hand ?? "", await db().select().from(callHand)]).toEqual(["", []]);
});

test("only people in the call raise a hand or react, and nothing is written or sent for the rest", async () => {
  await enter(owner);
  const anonymous = { kind: "anonymous", address: null, requestId: null } as const;
  for (const act of [(actor: UserActor | typeof anonymous) => raiseHand(actor, slug, true), (actor: UserActor | typeof anonymous) => react(actor, slug, "👏")]) {
    expect([await codeOf(() => act(member)), await codeOf(() => act(anonymous))]).toEqual(["forbidden", "unauthenticated"]);
  }
  await leave(owner);
  expect(await codeOf(() => raiseHand(owner, slug, true))).toBe("forbidden");
  expect([await db().select().from(callHand), signals()]).toEqual([[], []]);
});

test("a hand that LiveKit did not hear of is shown once it is back", async () => {
  await enter(owner);
  await enter(member);
  livekit.isAway = true;
  expect(await raiseHand(member, slug, true)).toEqual({ livekit_synced: false });
  livekit.isAway = false;
  await syncCalls();
  expect(attributesOf(member)?.hand).toMatch(/^\d{4}-/);
});

test("a host puts somebody large for everyone; a lock keeps that, and the next call starts without", async () => {
  await enter(owner);
  await enter(member);
  expect(await spotlight(owner, slug, `u${member.userId}`)).toEqual({ livekit_synced: true });
  expect(metadata()).toMatchObject({ locked: false, spotlight: `u${member.userId}` });
  await lockCall(owner, slug, true);
  expect(metadata()).toMatchObject({ locked: true, spotlight: `u${member.userId}` });
  await spotlight(owner, slug, null);
  expect(metadata()).toMatchObject({ locked: true, spotlight: null });
  await spotlight(owner, slug, `u${member.userId}`);
  await endCallForAll(owner, slug);
  await enter(owner);
  await syncCalls();
  expect(metadata()).toMatchObject({ locked: false, spotlight: null });
});

test("signs go to everyone, a wish to turn on a microphone to the one it is meant for", async () => {
  await enter(owner);
  await enter(member);
  await react(member, slug, "🎉");
  await askToSend(owner, slug, { identity: `u${member.userId}`, source: "microphone" });
  expect(signals()).toEqual([
    [slug, null, { kind: "reaction", identity: `u${member.userId}`, reaction: "🎉" }],
    [slug, `u${member.userId}`, { kind: "asked", by: owner.name, source: "microphone" }],
  ]);
});
