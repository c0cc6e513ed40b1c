import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql as raise } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { db, transaction } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call, callVisit } from "@/db/schema/calls";
import { lobbyEntry } from "@/db/schema/lobby";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { endCall } from "@/lib/calls/track";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { openGuest } from "@/lib/calls/guests";
import { guestCookie } from "@/lib/http/guest-cookie";
import { askToEnter } from "@/lib/lobby/commands/ask-to-enter";
import { decideEntry } from "@/lib/lobby/commands/decide-entry";
import { joinRoom } from "@/lib/rooms/commands/change-membership";
import { closeEventStreams, eventStreamCounts, handleEvents, startEvents } from "@/server/gateway/events";
import { cookieOf, StreamReader } from "@/server/gateway/testing";

/* The streams of those who are no members: guests of a call hear its room while it runs, who waits hears of their wait alone. */

let origin = "";
const server = http.createServer((req, res) => void handleEvents(req, res));
const open: StreamReader[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => startEvents({ sweepSeconds: 0.2, heartbeatSeconds: 3600 }));
afterEach(async () => {
  for (const reader of open.splice(0)) reader.drop();
  await vi.waitFor(() => expect(eventStreamCounts()).toEqual({ streams: 0, rooms: 0 }));
  closeEventStreams();
});
afterAll(() => server.close());

async function newGuest(name = "Grace"): Promise<GuestActor> {
  return { kind: "guest", ...(await openGuest(db(), name)), address: null, requestId: null };
}

async function connect(who: GuestActor | UserActor): Promise<StreamReader> {
  const { name, value } = who.kind === "guest" ? guestCookie(who.guestId) : { name: "", value: "" };
  const reader = await StreamReader.open(`${origin}/api/events`, who.kind === "guest" ? `${name}=${value}` : await cookieOf(who));
  open.push(reader);
  await vi.waitFor(() => expect(reader.events[0]?.type).toBe("hello"));
  return reader;
}

const kinds: [string, () => Promise<GuestActor | UserActor>][] = [["a guest", () => newGuest()], ["somebody with an account", () => createActor({ name: "Grace" })]];
const typesOf = (reader: StreamReader, roomId: number) => reader.heard(roomId).map((each) => each.split(" ")[0]);

async function enterCall(roomId: number, who: GuestActor | UserActor) {
  const [running] = await db().insert(call).values({ roomId, livekitSid: randomUUID() }).returning();
  const identity = who.kind === "guest" ? `g${who.guestId}` : `u${who.userId}`;
  await db().insert(callVisit).values({ callId: running!.id, participantSid: randomUUID(), identity, name: who.name, joinedAt: raise`now()` });
  return running!;
}

test.each(kinds)("%s hears a room from coming into its call until the call ends, and nothing before and after", async (_who, make) => {
  const owner = await createActor();
  const { id, slug } = await createRoomWith([[owner, "owner"]]);
  const who = await make();
  const reader = await connect(who);
  await sendMessage(owner, id, { content: "before" });
  const running = await enterCall(id, who);
  // Heard from the sweep on that has seen them inside.
  await vi.waitFor(async () => {
    await sendMessage(owner, id, { content: "during" });
    expect(typesOf(reader, id)).toContain("message_added");
  });
  expect(reader.text).not.toContain("before");
  await transaction((tx) => endCall(tx, { id, slug, isDeleted: false }, running, "left"));
  await vi.waitFor(() => expect(typesOf(reader, id).at(-1)).toBe("call_ended"));
  await sendMessage(owner, id, { content: "afterwards" });
  const other = await connect(owner);
  await sendMessage(owner, id, { content: "the last" });
  await vi.waitFor(() => expect(other.text).toContain("the last"));
  expect(typesOf(reader, id).at(-1)).toBe("call_ended");
});

test("a stream that opens during the call hears it at once; sent out, it hears no more; a member goes on hearing after the call", async () => {
  const owner = await createActor();
  const { id, slug } = await createRoomWith([[owner, "owner"]], { accessLevel: "public" });
  const [joiner, sentOut] = [await createActor(), await newGuest()];
  const running = await enterCall(id, joiner);
  await db().insert(callVisit).values({ callId: running.id, participantSid: randomUUID(), identity: `g${sentOut.guestId}`, name: "Grace", joinedAt: raise`now()` });
  const [stays, goes] = [await connect(joiner), await connect(sentOut)];
  await sendMessage(owner, id, { content: "one" });
  await vi.waitFor(() => expect([typesOf(stays, id), typesOf(goes, id)]).toEqual([["message_added"], ["message_added"]]));

  await db().update(callVisit).set({ sentAway: true }).where(eq(callVisit.identity, `g${sentOut.guestId}`));
  await joinRoom(joiner, id);
  await transaction((tx) => endCall(tx, { id, slug, isDeleted: false }, running, "left"));
  await sendMessage(owner, id, { content: "two" });
  await vi.waitFor(() => expect(typesOf(stays, id)).toEqual(["message_added", "user_joined", "call_ended", "message_added"]));
  expect(goes.text).not.toContain("two");
});

test("who waits hears of the own wait and nothing of the room or of others who wait", async () => {
  const owner = await createActor();
  const { id, slug } = await createRoomWith([[owner, "owner"]], { accessLevel: "restricted" });
  const [mine, others] = [await newGuest("Lin"), await newGuest("Zoe")];
  const [reader, other] = [await connect(mine), await connect(others)];
  const entry = await askToEnter(mine, id);
  await askToEnter(others, id);
  await sendMessage(owner, id, { content: "secret" });
  await decideEntry(owner, slug, entry.id, "admit");
  await vi.waitFor(() => expect(reader.events.at(-1)).toEqual({ type: "lobby_entry", body: { id: entry.id, state: "admitted" } }));
  expect(new Set(reader.events.map(({ type }) => type))).toEqual(new Set(["hello", "lobby_entry"]));
  expect(other.events.filter(({ type }) => type !== "hello")).toEqual([]);
  reader.drop();
  await vi.waitFor(async () => {
    const [row] = await db().select({ awayAt: lobbyEntry.awayAt }).from(lobbyEntry).where(eq(lobbyEntry.guestId, others.guestId));
    expect(row?.awayAt).toBeNull();
  });
  other.drop();
  // Their last stream is gone: noticed, without ending the wait at once.
  await vi.waitFor(async () => {
    const [row] = await db().select({ awayAt: lobbyEntry.awayAt, state: lobbyEntry.state }).from(lobbyEntry).where(eq(lobbyEntry.guestId, others.guestId));
    expect([row?.awayAt === null, row?.state]).toEqual([false, "waiting"]);
  });
});
