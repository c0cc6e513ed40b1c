import { desc, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { session, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { call, callBan, callRemoval, callVisit } from "@/db/schema/calls";
import { guest } from "@/db/schema/guests";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import type { Actor, GuestActor, UserActor } from "@/lib/authz/actor";
import { endCallForAll } from "@/lib/calls/commands/end-call-for-all";
import { endPersonInCalls } from "@/lib/calls/commands/end-person-in-calls";
import { issueJoinToken } from "@/lib/calls/commands/issue-join-token";
import { liftBan } from "@/lib/calls/commands/lift-ban";
import { lowerHands } from "@/lib/calls/commands/lower-hands";
import { askToSend } from "@/lib/calls/commands/signal-call";
import { spotlight } from "@/lib/calls/commands/spotlight";
import { lockCall } from "@/lib/calls/commands/lock-call";
import { muteInCall } from "@/lib/calls/commands/mute-in-call";
import { removeFromCall } from "@/lib/calls/commands/remove-from-call";
import { tagOfGuest, tagOfSession } from "@/lib/calls/place";
import { getCallState, listBans } from "@/lib/calls/queries";
import { reconcileCalls } from "@/lib/calls/reconcile";
import { syncCallOfRoom, syncCalls } from "@/lib/calls/sync";
import { applyWebhook } from "@/lib/calls/webhook";
import { codeOf } from "@/lib/core/testing";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";

let livekit: FakeLivekit;
let serial = 0;
let owner: UserActor;
let host: UserActor;
let member: UserActor;
let stranger: UserActor;
let visitor: GuestActor;
let roomId: number;
let slug: string;

/** Somebody comes in, as LiveKit and its webhook tell it. */
async function enter(actor: UserActor | GuestActor, role = "guest"): Promise<string> {
  const identity = actor.kind === "user" ? `u${actor.userId}` : `g${actor.guestId}`;
  const attributes = { role, place: actor.kind === "user" ? tagOfSession(actor.sessionId) : tagOfGuest(actor.guestId) };
  const { sid } = livekit.join(slug, identity, { name: actor.name, attributes, tracks: [{ sid: `TR_${identity}`, source: "microphone", isMuted: false }] });
  const participant = { identity, sid: livekit.participantSid(slug, identity), name: actor.name, isHidden: false, joinedAt: new Date(), attributes };
  await applyWebhook({ id: `EV_${(serial += 1)}`, kind: "participant_joined", createdAt: new Date(), room: { name: slug, sid }, participant });
  return identity;
}

/** What somebody has from the door: a key, a place in the lobby, or the code of a refusal. */
async function askToken(actor: Actor): Promise<string> {
  let kind = "";
  const code = await codeOf(async () => void ({ kind } = await issueJoinToken(actor, slug, {})));
  return code === "done" ? kind : code;
}
const inside = () => [...(livekit.rooms.get(slug)?.participants.keys() ?? [])];

/** All that a refusal must leave as it was. */
async function written() {
  const [removals, bans, audits, events, [running]] = await Promise.all([
    db().select().from(callRemoval),
    db().select().from(callBan),
    db().select().from(auditEntry),
    db().select().from(roomEvent).where(eq(roomEvent.roomId, roomId)),
    db().select().from(call).where(eq(call.roomId, roomId)),
  ]);
  return { removals, bans, audits: audits.length, events: events.length, running };
}

beforeEach(async () => {
  livekit = useFakeLivekit();
  for (const table of [callBan, call]) await db().delete(table);
  [owner, host, member, stranger] = await Promise.all([createActor(), createActor(), createActor(), createActor()]);
  const [row] = await db().insert(guest).values({ name: "Gus" }).returning();
  visitor = { kind: "guest", guestId: row!.id, name: "Gus", address: null, requestId: null };
  ({ id: roomId, slug } = await createRoomWith([[owner, "owner"], [host, "administrator"], [member, "member"]]));
});

test("whoever is no host is refused everything, and nothing is written", async () => {
  const target = await enter(member, "member");
  await enter(visitor);
  const before = await written();
  const acts: Record<string, (actor: Actor) => Promise<unknown>> = {
    remove: (actor) => removeFromCall(actor, slug, { identity: target }),
    ban: (actor) => removeFromCall(actor, slug, { identity: target, ban: true }),
    lock: (actor) => lockCall(actor, slug, true),
    mute: (actor) => muteInCall(actor, slug, { identity: target, source: "microphone" }),
    "mute all": (actor) => muteInCall(actor, slug, { source: "microphone" }),
    end: (actor) => endCallForAll(actor, slug),
    "list bans": (actor) => listBans(actor, slug),
    "lower hands": (actor) => lowerHands(actor, slug, {}),
    spotlight: (actor) => spotlight(actor, slug, target),
    ask: (actor) => askToSend(actor, slug, { identity: target, source: "camera" }),
    "lift a ban": (actor) => liftBan(actor, slug, 1),
  };
  for (const [name, act] of Object.entries(acts)) {
    const codes = [await codeOf(() => act({ kind: "anonymous", address: null, requestId: null })), await codeOf(() => act(visitor)), await codeOf(() => act(stranger)), await codeOf(() => act(member))];
    expect([name, ...codes]).toEqual([name, "unauthenticated", "forbidden", "forbidden", "forbidden"]);
  }
  expect(await written()).toEqual(before);
  expect(livekit.calls.filter((each) => each.method !== "listParticipants")).toEqual([]);
});

test("a removed person is out at once, waits until a host lets them in, and the next call is open to them again", async () => {
  await enter(owner, "owner");
  const gone = await enter(member, "member");
  expect(await removeFromCall(host, slug, { identity: gone })).toEqual({ livekit_synced: true });
  expect(inside()).toEqual([`u${owner.userId}`]);
  expect([await askToken(member), await askToken(stranger)]).toEqual(["wait", "key"]);
  const [audit] = await db().select().from(auditEntry).orderBy(desc(auditEntry.id)).limit(1);
  expect(audit).toMatchObject({ action: "call.person_removed", actorId: host.userId, targetId: String(roomId), details: { identity: gone } });
  await endCallForAll(owner, slug);
  expect(await askToken(member)).toBe("key");
});

test("a banned person stays out, also of the next call, until the ban is lifted", async () => {
  const gone = await enter(stranger);
  await removeFromCall(host, slug, { identity: gone, ban: true });
  await endCallForAll(owner, slug);
  expect(await askToken(stranger)).toBe("banned");
  const [ban] = await listBans(owner, slug);
  expect(ban).toMatchObject({ identity: gone, name: stranger.name, banned_by: host.name });
  const elsewhere = await createRoomWith([[owner, "owner"]]);
  expect(await codeOf(() => liftBan(owner, elsewhere.slug, ban!.id))).toBe("not_found");
  await liftBan(owner, slug, ban!.id);
  expect([await askToken(stranger), await listBans(owner, slug)]).toEqual(["key", []]);
});

test("after a guest was banned the other guests wait for the rest of the call", async () => {
  await enter(owner, "owner");
  const gone = await enter(visitor);
  const [row] = await db().insert(guest).values({ name: "Gert" }).returning();
  const other: GuestActor = { ...visitor, guestId: row!.id };
  expect(await askToken(other)).toBe("key");
  await removeFromCall(owner, slug, { identity: gone, ban: true });
  expect([await askToken(visitor), await askToken(other), await askToken(stranger)]).toEqual(["banned", "wait", "key"]);
  await endCallForAll(owner, slug);
  expect([await askToken(visitor), await askToken(other)]).toEqual(["banned", "key"]);
});

test("those with a role are not banned, owners are not sent away by administrators, nobody sends themselves away", async () => {
  const [ownerIdentity, hostIdentity] = [await enter(owner, "owner"), await enter(host, "administrator")];
  expect([
    await codeOf(() => removeFromCall(owner, slug, { identity: hostIdentity, ban: true })),
    await codeOf(() => removeFromCall(host, slug, { identity: ownerIdentity })),
    await codeOf(() => removeFromCall(host, slug, { identity: hostIdentity })),
    await codeOf(() => removeFromCall(owner, slug, { identity: "u999999999" })),
  ]).toEqual(["conflict", "forbidden", "conflict", "not_found"]);
  expect(inside()).toHaveLength(2);
});

test("a locked call takes nobody who is not inside, and its lock ends with it", async () => {
  expect(await codeOf(() => lockCall(owner, slug, true))).toBe("conflict");
  await enter(owner, "owner");
  await enter(member, "member");
  await lockCall(owner, slug, true);
  await lockCall(host, slug, true);
  expect(JSON.parse(livekit.rooms.get(slug)!.metadata)).toMatchObject({ locked: true });
  expect([await askToken(stranger), await askToken(host), await askToken(member)]).toEqual(["locked", "locked", "key"]);
  expect(await getCallState(owner, slug)).toMatchObject({ locked: true, abilities: { moderate: true, mute: true } });
  const types = (await db().select({ type: roomEvent.type }).from(roomEvent).where(eq(roomEvent.roomId, roomId)).orderBy(roomEvent.version)).map((each) => each.type);
  expect(types).toEqual(["call_started", "call_locked"]);
  await lockCall(host, slug, false);
  expect(await askToken(stranger)).toBe("key");
  await lockCall(host, slug, true);
  await endCallForAll(owner, slug);
  expect(await askToken(stranger)).toBe("key");
});

test("where everyone may mute, everyone does while they are in the call, and never everybody at once", async () => {
  await db().update(room).set({ configuration: { everyone_may_mute: true } }).where(eq(room.id, roomId));
  const target = await enter(owner, "owner");
  const mute = (actor: Actor) => codeOf(() => muteInCall(actor, slug, { identity: target, source: "microphone" }));
  expect([await mute(member), await mute(visitor)]).toEqual(["forbidden", "forbidden"]);
  await enter(visitor);
  expect([await mute(visitor), await codeOf(() => muteInCall(visitor, slug, { source: "microphone" }))]).toEqual(["done", "forbidden"]);
  expect(livekit.rooms.get(slug)!.participants.get(target)!.tracks[0]!.isMuted).toBe(true);
});

test("who has left the call mutes nobody any more, also where everyone may mute", async () => {
  await db().update(room).set({ configuration: { everyone_may_mute: true } }).where(eq(room.id, roomId));
  const target = await enter(owner, "owner");
  const self = await enter(visitor);
  await db().update(callVisit).set({ leftAt: new Date() }).where(eq(callVisit.identity, self));
  expect(await codeOf(() => muteInCall(visitor, slug, { identity: target, source: "microphone" }))).toBe("forbidden");
  expect(livekit.rooms.get(slug)!.participants.get(target)!.tracks[0]!.isMuted).toBe(false);
});

test("the call of a room that is deleted ends at once, as the room's end; while LiveKit is away it ends there later", async () => {
  await enter(owner, "owner");
  await db().update(room).set({ deletedAt: new Date() }).where(eq(room.id, roomId));
  livekit.isAway = true;
  expect(await syncCallOfRoom(roomId)).toBe(false);
  livekit.isAway = false;
  expect(await syncCallOfRoom(roomId)).toBe(true);
  expect(livekit.rooms.has(slug)).toBe(false);
  expect(await db().select({ endedBy: call.endedBy }).from(call).where(eq(call.roomId, roomId))).toEqual([{ endedBy: "deleted" }]);
});

test("muting all leaves the asker as they are, and says how many it was", async () => {
  const [self, ...others] = [await enter(owner, "owner"), await enter(member, "member"), await enter(visitor)];
  expect(await muteInCall(owner, slug, { source: "camera" })).toBe(0);
  expect(await muteInCall(owner, slug, { source: "microphone" })).toBe(2);
  const isMuted = (identity: string) => livekit.rooms.get(slug)!.participants.get(identity)!.tracks[0]!.isMuted;
  expect([self!, ...others].map(isMuted)).toEqual([false, true, true]);
});

test("decisions hold while LiveKit is away, and the job brings them to it", async () => {
  await enter(owner, "owner");
  const [removed, demoted] = [await enter(member, "member"), await enter(host, "administrator")];
  livekit.isAway = true;
  expect(await removeFromCall(owner, slug, { identity: removed })).toEqual({ livekit_synced: false });
  expect(await lockCall(owner, slug, true)).toEqual({ livekit_synced: false });
  await db().update(roomMember).set({ role: "member" }).where(eq(roomMember.userId, host.userId));
  await db().update(room).set({ configuration: { screen: "hosts" } }).where(eq(room.id, roomId));
  expect(await syncCalls()).toEqual({ calls: 1, failed: 1 });
  livekit.isAway = false;
  expect(await syncCalls()).toEqual({ calls: 1, failed: 0 });
  expect(inside()).toEqual([`u${owner.userId}`, demoted]);
  expect(JSON.parse(livekit.rooms.get(slug)!.metadata)).toMatchObject({ locked: true });
  expect(livekit.rooms.get(slug)!.participants.get(demoted)).toMatchObject({ attributes: { role: "member" }, sources: ["microphone", "camera"] });
  const told = livekit.calls.length;
  await syncCalls();
  expect(livekit.calls.slice(told).map((each) => each.method)).toEqual(["listParticipants", "listRooms"]);
});

test("who came in unencrypted while encryption was switched on is sent back to the door; who knew of it stays", async () => {
  const [early, knowing, older] = [await enter(owner, "owner"), await enter(member, "member"), await enter(host, "administrator")];
  const { participants } = livekit.rooms.get(slug)!;
  participants.get(early)!.attributes.encryption = "off";
  participants.get(knowing)!.attributes.encryption = "on";
  await db().update(room).set({ configuration: { encryption: true } }).where(eq(room.id, roomId));
  await syncCalls();
  expect(inside()).toEqual([knowing, older]);
});

test("a call that was ended while LiveKit was away is closed there later, and begins no new one", async () => {
  await enter(owner, "owner");
  livekit.isAway = true;
  expect(await endCallForAll(owner, slug)).toEqual({ livekit_synced: false });
  livekit.isAway = false;
  expect(await reconcileCalls()).toEqual({ started: 0, ended: 0, moved: 0, closed: 1 });
  expect([inside(), (await written()).running!.endedBy]).toEqual([[], "host"]);
});

test("whose membership ended stands at the door like anyone; whose room became restricted stays", async () => {
  await db().update(room).set({ accessLevel: "restricted" }).where(eq(room.id, roomId));
  await enter(owner, "owner");
  const [former, guestInside] = [await enter(member, "member"), await enter(stranger)];
  await db().delete(roomMember).where(eq(roomMember.userId, member.userId));
  await syncCalls();
  expect(inside()).toEqual([`u${owner.userId}`, guestInside]);
  expect([await askToken(member), await askToken(stranger)]).toEqual(["wait", "key"]);
  expect(former).toBe(`u${member.userId}`);
});

test("the end of a session ends the place that it had, and no other", async () => {
  const first = await enter(owner, "owner");
  expect(await endPersonInCalls({ userId: owner.userId, sessionId: "00000000-0000-4000-8000-000000000000" })).toBe(0);
  expect(inside()).toEqual([first]);
  expect(await endPersonInCalls({ userId: owner.userId, sessionId: owner.sessionId })).toBe(1);
  expect(inside()).toEqual([]);

  await enter(member, "member");
  await db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, member.sessionId));
  await syncCalls();
  expect(inside()).toEqual([]);

  await enter(host, "administrator");
  await db().update(user).set({ isActive: false }).where(eq(user.id, host.userId));
  expect(await endPersonInCalls({ userId: host.userId })).toBe(1);
  expect(inside()).toEqual([]);
});
