import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { call, callBan } from "@/db/schema/calls";
import { lobbyEntry, lobbyMessage } from "@/db/schema/lobby";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor, GuestActor, UserActor } from "@/lib/authz/actor";
import { issueJoinToken } from "@/lib/calls/commands/issue-join-token";
import { settings } from "@/lib/core/settings";
import { openGuest } from "@/lib/calls/guests";
import { codeOf } from "@/lib/core/testing";
import { askToEnter } from "@/lib/lobby/commands/ask-to-enter";
import { admitAll, decideEntry } from "@/lib/lobby/commands/decide-entry";
import { leaveLobby, notePageGone, notePresence } from "@/lib/lobby/commands/leave-lobby";
import { lookAtOwnEntry } from "@/lib/lobby/commands/look-at-own-entry";
import { tendLobbies } from "@/lib/lobby/commands/tend-lobby";
import { writeToHosts, writeToWaiting } from "@/lib/lobby/commands/write-to-lobby";
import { userTopic } from "@/lib/events/room-events";
import { lobbyChanged, type LobbyChange, type LobbyDecision } from "@/lib/lobby/contract";
import { listHostedLobbies, listLobby, listLobbyMessages } from "@/lib/lobby/queries/lobby";
import { getOwnEntry } from "@/lib/lobby/queries/own-entry";
import { subscribe } from "@/lib/platform/listen";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";

beforeEach(() => void useFakeLivekit());

const ago = (seconds: number) => sql`now() - make_interval(secs => ${seconds})`;

async function newGuest(name = "Grace"): Promise<GuestActor> {
  return { kind: "guest", ...(await openGuest(db(), name)), address: "203.0.113.9", requestId: null };
}

/** A restricted room with two hosts and a member. */
async function closedRoom() {
  const [owner, admin, member] = await Promise.all([createActor({ name: "Ada" }), createActor({ name: "Lin" }), createActor()]);
  const at = await createRoomWith([[owner, "owner"], [admin, "administrator"], [member, "member"]], { accessLevel: "restricted" });
  return { owner, admin, member, id: at.id, slug: at.slug };
}

/** Asks at the door as the token route does; answers the entry's id, or the kind of the answer. */
async function knock(actor: Actor, slug: string, name?: string) {
  const door = await issueJoinToken(actor, slug, { name });
  return door.kind === "key" ? ("key" as const) : askToEnter(door.person, door.roomId);
}

async function waitingIn(slug: string, actor?: UserActor | GuestActor) {
  const person = actor ?? (await newGuest());
  const own = await knock(person, slug);
  if (own === "key") throw new Error("the door was open");
  return { person, entryId: own.id };
}

const stateOf = async (id: number) => (await db().select({ state: lobbyEntry.state, reason: lobbyEntry.reason }).from(lobbyEntry).where(eq(lobbyEntry.id, id)))[0];

describe("asking", () => {
  test("of those who come at the same moment the hosts are told all", async () => {
    const { owner, id, slug } = await closedRoom();
    const told: LobbyChange[] = [];
    const stop = await subscribe({
      onItems: (items) => {
        for (const [topic, payload] of items) {
          const { type, body } = payload as { type?: string; body?: LobbyChange };
          if (topic === userTopic(owner.userId) && type === lobbyChanged && body) told.push(body);
        }
      },
      onReset: () => undefined,
    });
    const guests = await Promise.all(Array.from({ length: 6 }, () => newGuest()));
    await Promise.all(guests.map((guest) => askToEnter(guest, id)));
    await expect.poll(() => told.length).toBe(guests.length);
    stop();
    expect(told.reduce((last, each) => (each.asOf > last.asOf ? each : last))).toMatchObject({ count: guests.length, room: { slug }, isNew: true });
  });

  test("whoever may not enter by themselves waits, without a key, and is seen by the hosts alone", async () => {
    const { owner, admin, member, id, slug } = await closedRoom();
    const stranger = await createActor({ name: "Zoe" });
    const { entryId: first } = await waitingIn(slug);
    const { entryId: second } = await waitingIn(slug, stranger);
    for (const host of [owner, admin]) expect(await listLobby(host, slug)).toMatchObject({ room: { id, slug }, count: 2, more: 0, results: [{ id: first, name: "Grace", user_id: null }, { id: second, name: "Zoe", user_id: stranger.userId }] });
    const guest = await newGuest();
    const moderator = await createActor({ role: "moderator" });
    const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
    const codes = await Promise.all([member, stranger, moderator, guest, anonymous].map((actor) => codeOf(listLobby(actor, slug))));
    expect(codes).toEqual(["forbidden", "not_found", "not_found", "forbidden", "unauthenticated"]);
    expect(await listHostedLobbies(owner)).toEqual({ is_host: true, results: [{ room: { id, slug, name: expect.any(String) as string }, count: 2, first: { id: first, name: "Grace" } }] });
    expect(await listHostedLobbies(member)).toEqual({ is_host: false, results: [] });
  });

  test("asking again keeps the place, also many times at once and under another name", async () => {
    const { slug, id } = await closedRoom();
    const guest = await newGuest();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => knock(guest, slug, `Grace ${n}`)));
    const own = new Set(answers.map((each) => (each === "key" ? "key" : each.id)));
    expect([own.size, await db().$count(lobbyEntry, eq(lobbyEntry.roomId, id))]).toEqual([1, 1]);
  });

  test("in an open room one is in at once, and nobody there can be let in", async () => {
    const owner = await createActor();
    const { slug, id } = await createRoomWith([[owner, "owner"]], { accessLevel: "public" });
    expect(await knock(await newGuest(), slug)).toBe("key");
    expect(await db().$count(lobbyEntry, eq(lobbyEntry.roomId, id))).toBe(0);
    expect(await codeOf(decideEntry(owner, slug, 1, "admit"))).toBe("not_found");
  });

  test("with the lobby on for all, members wait and hosts do not", async () => {
    const { owner, admin, member, slug, id } = await closedRoom();
    await db().update(room).set({ configuration: { lobby: true } }).where(eq(room.id, id));
    expect(await knock(owner, slug)).toBe("key");
    expect(await knock(admin, slug)).toBe("key");
    expect(await knock(member, slug)).toMatchObject({ state: "waiting" });
  });

  test("the list holds the hundred who wait the longest and says how many more there are", async () => {
    const { owner, slug, id } = await closedRoom();
    const guests = await Promise.all(Array.from({ length: 113 }, (_, n) => openGuest(db(), `Guest ${n}`)));
    await db().insert(lobbyEntry).values(guests.map(({ guestId, name }, n) => ({ roomId: id, guestId, name, askedAt: new Date(Date.now() - (200 - n) * 1000) })));
    const lobby = await listLobby(owner, slug);
    expect([lobby.count, lobby.more, lobby.results.length, lobby.results[0]?.name]).toEqual([113, 13, settings.lobbyListMax, "Guest 0"]);
  });
});

describe("deciding", () => {
  test("admitted for this browser and this call: the key follows, another guest still waits, and after the call the door is closed again", async () => {
    const { owner, slug, id } = await closedRoom();
    const { person, entryId } = await waitingIn(slug);
    expect(await decideEntry(owner, slug, entryId, "admit")).toEqual({ id: entryId, state: "admitted" });
    expect(await knock(person, slug)).toBe("key");
    expect(await knock(await newGuest("Grace"), slug)).not.toBe("key");
    const [running] = await db().insert(call).values({ roomId: id, livekitSid: "RM_1" }).returning();
    expect(await knock(person, slug)).toBe("key");
    await db().update(call).set({ endedAt: sql`clock_timestamp()`, endedBy: "left" }).where(eq(call.id, running!.id));
    expect(await knock(person, slug)).not.toBe("key");
  });

  test("an admission that nobody used is worth nothing after as long as one waits", async () => {
    const { owner, slug } = await closedRoom();
    const { person, entryId } = await waitingIn(slug);
    await decideEntry(owner, slug, entryId, "admit");
    await db().update(lobbyEntry).set({ decidedAt: ago(settings.lobbyWaitSeconds + 1) }).where(eq(lobbyEntry.id, entryId));
    expect(await knock(person, slug)).not.toBe("key");
  });

  test("an entry of one room is not there for the hosts of another", async () => {
    const [one, other] = await Promise.all([closedRoom(), closedRoom()]);
    const { entryId } = await waitingIn(one.slug);
    for (const decision of ["admit", "deny", "ban"] as const) expect(await codeOf(decideEntry(other.owner, other.slug, entryId, decision))).toBe("not_found");
    expect(await codeOf(writeToWaiting(other.owner, other.slug, entryId, "Hello"))).toBe("not_found");
    expect(await stateOf(entryId)).toEqual({ state: "waiting", reason: null });
  });

  test("those who are no hosts decide nothing, and nothing is written", async () => {
    const { member, slug } = await closedRoom();
    const { person, entryId } = await waitingIn(slug);
    const before = await db().$count(auditEntry);
    const codes = await Promise.all([member, person, await createActor()].flatMap((actor) => [codeOf(decideEntry(actor, slug, entryId, "admit")), codeOf(admitAll(actor, slug))]));
    expect(codes).toEqual(["forbidden", "forbidden", "forbidden", "forbidden", "not_found", "not_found"]);
    expect([await stateOf(entryId), await db().$count(auditEntry)]).toEqual([{ state: "waiting", reason: null }, before]);
  });

  test("who was not let in cools down before they may ask again", async () => {
    const { owner, slug } = await closedRoom();
    const { person, entryId } = await waitingIn(slug);
    await decideEntry(owner, slug, entryId, "deny");
    await expect(knock(person, slug)).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: expect.any(Number) as number });
    await db().update(lobbyEntry).set({ askedAt: ago(200), decidedAt: ago(settings.lobbyCoolDownSeconds + 1) }).where(eq(lobbyEntry.id, entryId));
    expect(await knock(person, slug)).toMatchObject({ state: "waiting" });
  });

  test("a banned guest is out for good, and the other guests of the call are asked for from then on", async () => {
    const { owner, slug, id } = await closedRoom();
    const { person, entryId } = await waitingIn(slug);
    await db().insert(call).values({ roomId: id, livekitSid: "RM_2" });
    await decideEntry(owner, slug, entryId, "ban");
    await db().update(room).set({ accessLevel: "public" }).where(eq(room.id, id));
    expect(await codeOf(knock(person, slug))).toBe("banned");
    expect(await knock(await newGuest(), slug)).toMatchObject({ state: "waiting" });
    expect(await knock(await createActor(), slug)).toBe("key");
    expect(await db().select({ identity: callBan.identity, name: callBan.name }).from(callBan).where(eq(callBan.roomId, id))).toEqual([{ identity: `g${person.kind === "guest" ? person.guestId : 0}`, name: "Grace" }]);
  });

  test("of hosts who decide at the same time one does, and each decision is written once, whatever they decide", async () => {
    const { owner, admin, slug, id } = await closedRoom();
    const decisions: LobbyDecision[] = ["admit", "deny", "ban"];
    for (let round = 0; round < 9; round += 1) {
      const { entryId } = await waitingIn(slug);
      const [one, other] = [decisions[round % 3]!, decisions[Math.floor(round / 3)]!];
      const answers = await Promise.all([codeOf(decideEntry(owner, slug, entryId, one)), codeOf(decideEntry(admin, slug, entryId, other))]);
      expect(answers.sort()).toEqual(["conflict", "done"]);
    }
    expect(await db().$count(auditEntry, and(eq(auditEntry.targetId, String(id)), sql`${auditEntry.action} like 'lobby.%'`))).toBe(9);
  });

  test("everyone is let in at once, each once, while another host turns one away", async () => {
    const { owner, admin, slug } = await closedRoom();
    const all = await Promise.all(Array.from({ length: 12 }, () => waitingIn(slug)));
    const [admitted, one] = await Promise.all([admitAll(owner, slug), codeOf(decideEntry(admin, slug, all[5]!.entryId, "deny"))]);
    const states = await Promise.all(all.map(async ({ entryId }) => (await stateOf(entryId))!.state));
    expect(states.filter((each) => each === "admitted")).toHaveLength(admitted);
    expect(states.filter((each) => each === "denied")).toHaveLength(one === "done" ? 1 : 0);
    expect(states).not.toContain("waiting");
    expect(await admitAll(owner, slug)).toBe(0);
  });
});

describe("what nobody has to decide", () => {
  test("a wait ends with the call, after ten minutes, and when the page was closed; a short absence keeps the place", async () => {
    const { slug, id } = await closedRoom();
    const [late, gone, back, here] = await Promise.all([waitingIn(slug), waitingIn(slug), waitingIn(slug), waitingIn(slug)]);
    await db().update(lobbyEntry).set({ askedAt: ago(settings.lobbyWaitSeconds + 1) }).where(eq(lobbyEntry.id, late.entryId));
    const identity = (of: typeof gone) => `g${of.person.kind === "guest" ? of.person.guestId : 0}`;
    await Promise.all([notePresence(identity(gone), false), notePresence(identity(back), false)]);
    await tendLobbies();
    expect((await stateOf(gone.entryId))!.state).toBe("waiting");
    await db().update(lobbyEntry).set({ awayAt: ago(settings.lobbyAwaySeconds + 1) }).where(eq(lobbyEntry.id, gone.entryId));
    await notePresence(identity(back), true);
    await tendLobbies();
    expect(await Promise.all([late, gone, back, here].map(({ entryId }) => stateOf(entryId)))).toEqual([
      { state: "expired", reason: "timeout" },
      { state: "left", reason: "away" },
      { state: "waiting", reason: null },
      { state: "waiting", reason: null },
    ]);
    await db().insert(call).values({ roomId: id, livekitSid: "RM_3", endedAt: sql`clock_timestamp()`, endedBy: "left" });
    await tendLobbies();
    expect(await stateOf(here.entryId)).toEqual({ state: "expired", reason: "call_ended" });
  });

  test("what a closed page says counts, but not when another one has been read since: that was a reload", async () => {
    const { slug } = await closedRoom();
    const { person, entryId } = await waitingIn(slug);
    const awayAt = async () => (await db().select({ awayAt: lobbyEntry.awayAt }).from(lobbyEntry).where(eq(lobbyEntry.id, entryId)))[0]!.awayAt;
    const first = await lookAtOwnEntry(person, slug);
    await expect.poll(async () => Date.parse((await lookAtOwnEntry(person, slug)).now) - Date.parse(first.now)).toBeGreaterThan(2);
    await notePageGone(person, slug, new Date(first.now));
    expect(await awayAt()).toBeNull();
    const second = await lookAtOwnEntry(person, slug);
    await notePageGone(await newGuest(), slug, new Date(second.now));
    expect(await awayAt()).toBeNull();
    await notePageGone(person, slug, new Date(second.now));
    expect(await awayAt()).not.toBeNull();
  });

  test("when the room opens those who wait are in; when it closes to guests they are told so, and accounts are not", async () => {
    const { slug, id } = await closedRoom();
    const change = (accessLevel: "public" | "authenticated") => db().update(room).set({ accessLevel, updatedAt: sql`clock_timestamp()` }).where(eq(room.id, id));
    const [guest, account] = [await waitingIn(slug), await waitingIn(slug, await createActor())];
    await tendLobbies();
    expect((await stateOf(guest.entryId))!.state).toBe("waiting");
    await change("authenticated");
    await tendLobbies();
    expect([await stateOf(guest.entryId), await stateOf(account.entryId)]).toEqual([{ state: "expired", reason: "closed" }, { state: "admitted", reason: "opened" }]);
    await db().update(room).set({ accessLevel: "restricted" }).where(eq(room.id, id));
    const again = await waitingIn(slug);
    await change("public");
    await tendLobbies();
    expect(await stateOf(again.entryId)).toEqual({ state: "admitted", reason: "opened" });
    expect(await knock(again.person, slug)).toBe("key");
  });

  test("who becomes a member need not wait any more; in a deleted room nobody waits", async () => {
    const { slug, id } = await closedRoom();
    const person = await createActor();
    const [member, guest] = [await waitingIn(slug, person), await waitingIn(slug)];
    await db().insert(roomMember).values({ roomId: id, userId: person.userId, role: "member" });
    await tendLobbies();
    expect(await stateOf(member.entryId)).toEqual({ state: "admitted", reason: "opened" });
    await db().update(room).set({ deletedAt: sql`now()` }).where(eq(room.id, id));
    await tendLobbies();
    expect(await stateOf(guest.entryId)).toEqual({ state: "expired", reason: "closed" });
  });

  test("leaving ends one's own wait and nobody else's; repeating it is harmless", async () => {
    const { slug } = await closedRoom();
    const [one, other] = [await waitingIn(slug), await waitingIn(slug)];
    await leaveLobby(one.person, slug);
    await leaveLobby(one.person, slug);
    expect([await stateOf(one.entryId), await stateOf(other.entryId)]).toEqual([{ state: "left", reason: "left" }, { state: "waiting", reason: null }]);
    expect(await codeOf(getOwnEntry(await newGuest(), slug))).toBe("not_found");
  });
});

describe("a few words at the door", () => {
  test("host and waiting person read each other; others read nothing, and with the wait it is over", async () => {
    const { owner, admin, slug } = await closedRoom();
    const { person, entryId } = await waitingIn(slug);
    await writeToHosts(person, slug, "I am the new colleague.");
    await writeToWaiting(admin, slug, entryId, "One moment.");
    const expected = [
      { from_host: false, author: "Grace", content: "I am the new colleague." },
      { from_host: true, author: "Lin", content: "One moment." },
    ];
    expect((await getOwnEntry(person, slug)).messages).toMatchObject(expected);
    expect(await listLobbyMessages(owner, slug, entryId)).toMatchObject(expected);
    // What they wrote themselves is not news to the hosts.
    expect((await listLobby(owner, slug)).results).toMatchObject([{ id: entryId, messages: 1 }]);
    const stranger = await newGuest();
    expect(await Promise.all([codeOf(writeToHosts(stranger, slug, "Hello")), codeOf(listLobbyMessages(stranger, slug, entryId)), codeOf(writeToWaiting(stranger, slug, entryId, "Hello"))])).toEqual(["not_found", "forbidden", "forbidden"]);
    await decideEntry(owner, slug, entryId, "deny");
    expect(await Promise.all([codeOf(writeToHosts(person, slug, "Please")), codeOf(writeToWaiting(owner, slug, entryId, "No"))])).toEqual(["not_found", "not_found"]);
    expect(await db().$count(lobbyMessage, eq(lobbyMessage.entryId, entryId))).toBe(2);
  });
});
