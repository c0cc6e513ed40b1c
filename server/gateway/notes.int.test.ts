import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import WebSocket from "ws";
import * as Y from "yjs";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { session } from "@/db/schema/accounts";
import { call, callVisit } from "@/db/schema/calls";
import { roomNote, roomNoteChange } from "@/db/schema/notes";
import { room, roomMember } from "@/db/schema/rooms";
import { sessionEndedTopic } from "@/lib/accounts/sessions";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { openGuest } from "@/lib/calls/guests";
import { notesOf } from "@/lib/core/note-fragment";
import { settings } from "@/lib/core/settings";
import { guestCookie } from "@/lib/http/guest-cookie";
import { appendNoteChange } from "@/lib/notes/commands/append-change";
import { mergeIdleNotes, mergeNoteChanges } from "@/lib/notes/commands/merge-changes";
import { noteClosings } from "@/lib/notes/constants";
import type { NoteAnswer } from "@/lib/notes/contract";
import { changeOf, noteDocument, noteParagraph, writeParagraph } from "@/lib/notes/testing";
import { publish } from "@/lib/platform/listen";
import { purgeDeletedRooms } from "@/lib/rooms/commands/delete-room";
import { leaveRoom } from "@/lib/rooms/commands/change-membership";
import { closeNotes, handleNotes, handleNotesUpgrade, openNotes, startNotes } from "@/server/gateway/notes";
import { startSessionEnds } from "@/server/gateway/session-ends";
import { cookieOf } from "@/server/gateway/testing";

const server = http.createServer((req, res) => void handleNotes(req, res));
server.on("upgrade", (req, socket, head) => void handleNotesUpgrade(req, socket, head));
let port = 0;
let stopSessionEnds = () => {};
const tabs: Tab[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  stopSessionEnds = await startSessionEnds({ sweepSeconds: 3600 });
});
beforeEach(() => startNotes({ sweepSeconds: 0.2 }));
afterEach(async () => {
  for (const tab of tabs.splice(0)) tab.socket.terminate();
  await vi.waitFor(() => expect(openNotes()).toBe(0));
  closeNotes();
});
afterAll(() => {
  stopSessionEnds();
  server.close();
});

/** A tab as the page makes one, with its own document. */
class Tab {
  answers: NoteAnswer[] = [];
  code: number | null = null;
  private constructor(readonly socket: WebSocket, readonly doc: Y.Doc) {
    socket.on("error", () => {});
    socket.on("close", (code) => (this.code = code));
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) Y.applyUpdate(doc, new Uint8Array(data));
      else this.answers.push(JSON.parse(data.toString()) as NoteAnswer);
    });
  }

  static async open(roomId: number, cookie: string, doc = new Y.Doc(), origin?: string): Promise<Tab> {
    const tab = new Tab(new WebSocket(`ws://127.0.0.1:${port}/api/rooms/${roomId}/notes/live`, { headers: { ...(cookie ? { cookie } : {}), ...(origin ? { origin } : {}) } }), doc);
    tabs.push(tab);
    tab.socket.once("open", () => tab.tell({ type: "hello", client: doc.clientID, has: Buffer.from(Y.encodeStateVector(doc)).toString("base64") }));
    await vi.waitFor(() => expect(tab.code !== null || tab.answers.length > 0).toBe(true));
    return tab;
  }

  tell(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  send(number: number, change: Uint8Array): void {
    const bytes = Buffer.alloc(4 + change.length, 0);
    bytes.writeUInt32BE(number);
    bytes.set(change, 4);
    this.socket.send(bytes);
  }

  async write(text: string): Promise<void> {
    const number = Math.floor(Math.random() * 2 ** 32);
    this.send(number, writeParagraph(this.doc, text));
    await vi.waitFor(() => expect(this.answers).toContainEqual({ type: "saved", number }));
  }

  get paragraphs(): string[] {
    return notesOf(this.doc).toArray().map((each) => (each as Y.XmlElement).toArray().join(""));
  }
}

const cookieOfGuest = ({ guestId }: GuestActor) => {
  const { name, value } = guestCookie(guestId);
  return `${name}=${value}`;
};

async function make(values: Partial<typeof room.$inferInsert> = {}) {
  const [owner, member] = [await createActor({ name: "Ada" }), await createActor({ name: "Bob" })];
  const { id } = await createRoomWith([[owner, "owner"], [member, "member"]], values);
  return { id, owner, member, ofOwner: await cookieOf(owner), ofMember: await cookieOf(member) };
}

async function enterCall(roomId: number, who: GuestActor | UserActor) {
  const [running] = await db().insert(call).values({ roomId, livekitSid: randomUUID() }).onConflictDoNothing().returning();
  const callId = running?.id ?? (await db().select({ id: call.id }).from(call).where(eq(call.roomId, roomId)))[0]!.id;
  await db().insert(callVisit).values({ callId, participantSid: randomUUID(), identity: who.kind === "guest" ? `g${who.guestId}` : `u${who.userId}`, name: who.name, joinedAt: sql`now()` });
}

const newGuest = async (): Promise<GuestActor> => ({ kind: "guest", ...(await openGuest(db(), "Grace")), address: null, requestId: null });
const markdownOf = async (roomId: number, cookie: string) => {
  const response = await fetch(`http://127.0.0.1:${port}/api/rooms/${roomId}/notes/`, { headers: cookie ? { cookie } : {} });
  return { status: response.status, type: response.headers.get("content-type"), name: response.headers.get("content-disposition"), text: await response.text() };
};

test("two people write at once and both have the same, which is kept", async () => {
  const { id, ofOwner, ofMember } = await make();
  const [one, two] = [await Tab.open(id, ofOwner), await Tab.open(id, ofMember)];
  await Promise.all([...Array(5).keys()].flatMap((n) => [one.write(`a${n}`), two.write(`b${n}`)]));
  await vi.waitFor(() => expect(one.paragraphs).toHaveLength(10));
  await vi.waitFor(() => expect(two.paragraphs).toEqual(one.paragraphs));
  const late = await Tab.open(id, ofMember);
  await vi.waitFor(() => expect(late.paragraphs).toEqual(one.paragraphs));
  const file = await markdownOf(id, ofMember);
  expect([file.status, file.type]).toEqual([200, "text/markdown; charset=utf-8"]);
  expect(file.name).toContain("-notes.md");
  expect(file.text.trim().split("\n\n").sort()).toEqual(["a0", "a1", "a2", "a3", "a4", "b0", "b1", "b2", "b3", "b4"]);
});

test("what was written while away joins what others wrote meanwhile", async () => {
  const { id, ofOwner, ofMember } = await make();
  const away = new Y.Doc();
  const first = await Tab.open(id, ofOwner, away);
  await first.write("together");
  first.socket.terminate();
  const offline = writeParagraph(away, "written offline");
  const other = await Tab.open(id, ofMember);
  await other.write("written meanwhile");
  const back = await Tab.open(id, ofOwner, away);
  back.send(7, offline);
  await vi.waitFor(() => expect(back.answers).toContainEqual({ type: "saved", number: 7 }));
  await vi.waitFor(() => expect(other.paragraphs).toHaveLength(3));
  await vi.waitFor(() => expect(back.paragraphs).toEqual(other.paragraphs));
  expect([...back.paragraphs].sort()).toEqual(["together", "written meanwhile", "written offline"]);
});

test("what is told to be saved is there after the process was replaced, merged or not", async () => {
  const { id, ofOwner } = await make();
  const one = await Tab.open(id, ofOwner);
  await one.write("before");
  await mergeNoteChanges(id);
  await one.write("after");
  closeNotes();
  await vi.waitFor(() => expect(one.code).toBe(1012));
  await startNotes();
  const again = await Tab.open(id, ofOwner);
  await vi.waitFor(() => expect(again.paragraphs).toEqual(["before", "after"]));
});

test("many changes are merged into one, and who fell behind what was merged still gets them", async () => {
  const { id, owner, ofOwner, ofMember } = await make();
  const reader = await Tab.open(id, ofMember);
  const doc = new Y.Doc();
  for (let n = 0; n < settings.notesMergeAfter + 3; n += 1) await appendNoteChange(owner, id, writeParagraph(doc, `line ${n}`));
  await vi.waitFor(() => expect(reader.paragraphs).toHaveLength(settings.notesMergeAfter + 3));
  const left = await db().select({ sequence: roomNoteChange.sequence }).from(roomNoteChange).where(eq(roomNoteChange.roomId, id));
  expect(left).toHaveLength(3);
  await db().update(roomNote).set({ updatedAt: sql`now() - interval '1 hour'` }).where(eq(roomNote.roomId, id));
  expect(await mergeIdleNotes()).toBeGreaterThan(0);
  expect((await db().select({ sequence: roomNoteChange.sequence }).from(roomNoteChange).where(eq(roomNoteChange.roomId, id)))).toEqual([]);
  await (await Tab.open(id, ofOwner)).write("and on");
  await vi.waitFor(() => expect(reader.paragraphs).toHaveLength(settings.notesMergeAfter + 4));
});

test("nobody without a session, no stranger, no moderator and no other site gets in, and nothing is written", async () => {
  const { id, ofOwner } = await make({ accessLevel: "public" });
  const stranger = await cookieOf(await createActor());
  const moderator = await cookieOf(await createActor({ role: "admin" }));
  const codes = [];
  for (const cookie of ["", stranger, moderator, cookieOfGuest(await newGuest())]) codes.push((await Tab.open(id, cookie)).code);
  expect(codes).toEqual([noteClosings.unauthenticated, noteClosings.not_found, noteClosings.not_found, noteClosings.not_found]);
  expect((await Tab.open(id, ofOwner, new Y.Doc(), "https://evil.example")).code).toBe(1006);
  expect((await Tab.open(999_999_999, ofOwner)).code).toBe(noteClosings.not_found);
  expect([(await markdownOf(id, "")).status, (await markdownOf(id, stranger)).status, (await markdownOf(id, moderator)).status]).toEqual([401, 404, 404]);
  expect(await db().select().from(roomNote).where(eq(roomNote.roomId, id))).toEqual([]);
});

test("a guest of the call reads while they are in it, and writes nothing", async () => {
  const { id, owner, ofOwner } = await make({ accessLevel: "public" });
  const writer = await Tab.open(id, ofOwner);
  await writer.write("for all");
  const guest = await newGuest();
  await enterCall(id, guest);
  const reader = await Tab.open(id, cookieOfGuest(guest));
  await vi.waitFor(() => expect(reader.paragraphs).toEqual(["for all"]));
  expect(reader.answers[0]).toMatchObject({ type: "ready", canWrite: false });
  reader.send(1, writeParagraph(reader.doc, "by a guest"));
  await vi.waitFor(() => expect(reader.code).toBe(noteClosings.forbidden));
  expect((await markdownOf(id, ofOwner)).text).toBe("for all\n");
  const again = await Tab.open(id, cookieOfGuest(guest));
  await db().update(callVisit).set({ sentAway: true }).where(eq(callVisit.identity, `g${guest.guestId}`));
  await vi.waitFor(() => expect(again.code).toBe(noteClosings.forbidden));
  await expect(appendNoteChange({ ...owner, kind: "guest", guestId: guest.guestId } as GuestActor, id, changeOf(noteDocument(noteParagraph("x"))))).rejects.toMatchObject({ code: "not_found" });
});

test("who leaves the room, and whose session ends, hears and writes no more at once", async () => {
  const { id, owner, member, ofOwner, ofMember } = await make();
  const [stays, goes] = [await Tab.open(id, ofOwner), await Tab.open(id, ofMember)];
  await leaveRoom(member, id);
  await vi.waitFor(() => expect(goes.code).toBe(noteClosings.forbidden));
  await expect(appendNoteChange(member, id, changeOf(noteDocument(noteParagraph("late"))))).rejects.toMatchObject({ code: "not_found" });
  await db().update(session).set({ revokedAt: sql`now()` }).where(eq(session.id, owner.sessionId));
  await publish(sessionEndedTopic, owner.sessionId);
  await vi.waitFor(() => expect(stays.code).toBe(noteClosings.unauthenticated));
  expect(await db().select().from(roomNote).where(eq(roomNote.roomId, id))).toEqual([]);
});

test("a change that is none, one that is too long and one too many are refused and leave what was there", async () => {
  const { id, owner, ofOwner } = await make();
  const good = await Tab.open(id, ofOwner);
  await good.write("kept");
  for (const bytes of [Buffer.from([0, 0, 0, 1, 9, 9, 9, 9]), Buffer.from([1])]) {
    const bad = await Tab.open(id, ofOwner);
    bad.socket.send(bytes);
    await vi.waitFor(() => expect(bad.code).toBe(noteClosings.invalid_input));
  }
  const chatty = await Tab.open(id, ofOwner);
  chatty.tell({ type: "cursor", cursor: null, name: "somebody else" });
  await vi.waitFor(() => expect(chatty.code).toBe(noteClosings.invalid_input));
  const long = await Tab.open(id, ofOwner);
  long.socket.send(Buffer.alloc(settings.notesUpdateMaxBytes + 100));
  await vi.waitFor(() => expect(long.code).toBe(1009));

  await db().update(roomNote).set({ merged: changeOf(noteDocument(noteParagraph("x".repeat(settings.notesMaxBytes)))), mergedSequence: 1, sizeBytes: settings.notesMaxBytes + 40 }).where(eq(roomNote.roomId, id));
  const big = changeOf(noteDocument(noteParagraph("y".repeat(5000))));
  await expect(appendNoteChange(owner, id, big)).rejects.toMatchObject({ code: "too_large" });
  const full = await Tab.open(id, ofOwner);
  full.send(1, big);
  await vi.waitFor(() => expect(full.code).toBe(noteClosings.full));
  // Deleting must stay possible.
  await appendNoteChange(owner, id, writeParagraph(new Y.Doc(), "short"));
});

test("others see a cursor under the name of its session, and that it is gone", async () => {
  const { id, member, ofOwner, ofMember } = await make();
  const [one, two] = [await Tab.open(id, ofOwner), await Tab.open(id, ofMember)];
  const cursor = { anchor: { type: null, tname: "notes", item: null, assoc: 0 }, head: { type: null, tname: "notes", item: null, assoc: 0 } };
  two.tell({ type: "cursor", cursor });
  const told = { type: "cursor", client: two.doc.clientID, person: { identity: `u${member.userId}`, name: "Bob" } };
  await vi.waitFor(() => expect(one.answers).toContainEqual({ ...told, cursor }));
  const late = await Tab.open(id, ofOwner);
  await vi.waitFor(() => expect(late.answers).toContainEqual({ ...told, cursor }));
  two.socket.terminate();
  await vi.waitFor(() => expect(one.answers).toContainEqual({ ...told, cursor: null }));
  expect(two.answers.filter(({ type }) => type === "cursor")).toEqual([]);
});

test("a deleted room's notes are nobody's, and go with it", async () => {
  const { id, owner, ofOwner } = await make();
  const tab = await Tab.open(id, ofOwner);
  await tab.write("x");
  await db().update(room).set({ deletedAt: sql`now() - interval '31 days'` }).where(eq(room.id, id));
  await vi.waitFor(() => expect(tab.code).toBe(noteClosings.forbidden));
  expect((await markdownOf(id, ofOwner)).status).toBe(404);
  await db().delete(roomMember).where(eq(roomMember.userId, owner.userId));
  expect(await purgeDeletedRooms()).toBeGreaterThan(0);
  expect(await db().select().from(roomNote).where(eq(roomNote.roomId, id))).toEqual([]);
});
