import { and, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call, callVisit } from "@/db/schema/calls";
import { meetingOccurrence } from "@/db/schema/meetings";
import { roomMember } from "@/db/schema/rooms";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { removeFromCall } from "@/lib/calls/commands/remove-from-call";
import { issueJoinToken } from "@/lib/calls/commands/issue-join-token";
import { openGuest } from "@/lib/calls/guests";
import { codeOf } from "@/lib/core/testing";
import { askToEnter } from "@/lib/lobby/commands/ask-to-enter";
import { decideEntry } from "@/lib/lobby/commands/decide-entry";
import { lobbyChanged } from "@/lib/lobby/contract";
import { listHostedLobbies, listLobby } from "@/lib/lobby/queries/lobby";
import { getOwnEntry } from "@/lib/lobby/queries/own-entry";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { openMeetingEarly } from "@/lib/meetings/commands/run-meeting";
import { subscribe, type BusItem } from "@/lib/platform/listen";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";

beforeEach(() => void useFakeLivekit());


/** Ada's room, in which Grace, a plain member, hosts a meeting that begins in an hour. */
async function chosenRoom() {
  const [owner, host] = await Promise.all([createActor({ name: "Ada" }), createActor({ name: "Grace" })]);
  const { id, slug } = await createRoomWith([[owner, "owner"], [host, "member"]], { accessLevel: "restricted" });
  const made = await createMeeting(host, { title: "Planning", starts_at: new Date(Date.now() + 3_600_000), duration_minutes: 30, timezone: "UTC", room_id: id });
  return { owner, host, id, slug, meetingId: made.id };
}

async function waitingIn(slug: string): Promise<{ guest: GuestActor; entryId: number }> {
  const guest: GuestActor = { kind: "guest", ...(await openGuest(db(), "Lin")), address: "203.0.113.9", requestId: null };
  const door = await issueJoinToken(guest, slug, {});
  if (door.kind === "key") throw new Error("the door was open");
  return { guest, entryId: (await askToEnter(door.person, door.roomId)).id };
}

const end = (meetingId: number) => db().update(meetingOccurrence).set({ startsAt: sql`now() - interval '2 hours'`, endsAt: sql`now() - interval '1 hour'` }).where(eq(meetingOccurrence.meetingId, meetingId));
const sees = async (host: UserActor) => (await listHostedLobbies(host)).results.map(({ room, count }) => `${room.slug} ${count}`);

test("whose meeting is open in a room sees, hears and lets in who waits there; before and after it they are a member like others", async () => {
  const { host, slug, meetingId } = await chosenRoom();
  const heard: BusItem[] = [];
  const stop = await subscribe({ onItems: (items) => heard.push(...items), onReset: () => {} });
  const toldOf = (entryId: number) => heard.filter(([topic, payload]) => topic === `user:${host.userId}` && JSON.stringify(payload).includes(`"id":${entryId},"name":"Lin"`) && (payload as { type: string }).type === lobbyChanged);
  const early = await waitingIn(slug);
  expect([await sees(host), await codeOf(listLobby(host, slug)), await codeOf(decideEntry(host, slug, early.entryId, "admit"))]).toEqual([[], "forbidden", "forbidden"]);
  // There is something to listen for already: the meeting comes.
  expect((await listHostedLobbies(host)).is_host).toBe(true);

  await openMeetingEarly(host, { id: meetingId });
  expect(await sees(host)).toEqual([`${slug} 1`]);
  expect((await listLobby(host, slug)).results).toMatchObject([{ id: early.entryId }]);
  expect(await decideEntry(host, slug, early.entryId, "admit")).toEqual({ id: early.entryId, state: "admitted" });
  const during = await waitingIn(slug);
  await expect.poll(() => toldOf(during.entryId).length).toBeGreaterThan(0);

  await end(meetingId);
  expect([await sees(host), await codeOf(decideEntry(host, slug, during.entryId, "admit"))]).toEqual([[], "forbidden"]);
  expect((await getOwnEntry(during.guest, slug)).state).toBe("waiting");
  expect((await listHostedLobbies(host)).is_host).toBe(false);
  expect(toldOf(early.entryId)).toEqual([]);
  stop();
});

test("who waits is told the name of the meeting's host as soon as that one is inside", async () => {
  const { host, id, slug, meetingId } = await chosenRoom();
  const { guest } = await waitingIn(slug);
  const [running] = await db().insert(call).values({ roomId: id, livekitSid: "RM_1" }).returning();
  await db().insert(callVisit).values({ callId: running!.id, participantSid: "PA_1", identity: `u${host.userId}`, name: "Grace", joinedAt: sql`now()` });
  expect((await getOwnEntry(guest, slug)).host).toBeNull();
  await openMeetingEarly(host, { id: meetingId });
  expect((await getOwnEntry(guest, slug)).host).toEqual({ name: "Grace" });
});

test("the meeting's host moderates the call for that time, and is no host of a room that they left", async () => {
  const { host, id, slug, meetingId } = await chosenRoom();
  const target = `g${(await openGuest(db(), "Mallory")).guestId}`;
  await db().insert(call).values({ roomId: id, livekitSid: "RM_1" });
  expect(await codeOf(removeFromCall(host, slug, { identity: target, ban: false }))).toBe("forbidden");
  await openMeetingEarly(host, { id: meetingId });
  expect(await codeOf(removeFromCall(host, slug, { identity: target, ban: false }))).not.toBe("forbidden");
  const { entryId } = await waitingIn(slug);
  await db().delete(roomMember).where(and(eq(roomMember.roomId, id), eq(roomMember.userId, host.userId)));
  expect([await sees(host), await codeOf(decideEntry(host, slug, entryId, "admit"))]).toEqual([[], "not_found"]);
});

test("in a meeting's own room the host of the meeting stays its host without a role in the room", async () => {
  const host = await createActor({ name: "Grace" });
  const made = await createMeeting(host, { title: "Planning", starts_at: new Date(Date.now() - 60_000), duration_minutes: 30, timezone: "UTC" });
  await db().delete(roomMember).where(eq(roomMember.roomId, made.room.id));
  await db().execute(sql`update room set access_level = 'restricted' where id = ${made.room.id}`);
  const { entryId } = await waitingIn(made.room.slug);
  expect(await sees(host)).toEqual([`${made.room.slug} 1`]);
  expect(await decideEntry(host, made.room.slug, entryId, "deny")).toEqual({ id: entryId, state: "denied" });
});
