import { randomBytes, randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { crc32 } from "node:zlib";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { call, callVisit } from "@/db/schema/calls";
import { message, messageFile } from "@/db/schema/chat";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { openGuest } from "@/lib/calls/guests";
import { deleteMessage, editMessage } from "@/lib/chat/commands/change-message";
import { forgetUnsentFilesOf, sweepFiles } from "@/lib/chat/commands/remove-files";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { sendMessageInput, type Attachment } from "@/lib/chat/contract";
import { listSentFiles } from "@/lib/chat/queries/export-parts";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { searchMessages } from "@/lib/chat/queries/search-messages";
import { settings } from "@/lib/core/settings";
import { codeOf } from "@/lib/core/testing";
import { guestCookie } from "@/lib/http/guest-cookie";
import { env } from "@/lib/platform/env";
import { storage } from "@/lib/platform/storage/storage";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { listRooms } from "@/lib/rooms/queries/list-rooms";
import { handleMessageFiles } from "@/server/gateway/message-files";
import { cookieOf, serveGateway } from "@/server/gateway/testing";

let gateway: Awaited<ReturnType<typeof serveGateway>>;
beforeAll(async () => (gateway = await serveGateway(handleMessageFiles)));
afterAll(() => gateway.stop());

async function talk() {
  const [ada, grace, stranger] = [await createActor({ name: "Ada" }), await createActor({ name: "Grace" }), await createActor()];
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]], { accessLevel: "restricted" });
  return { ada, grace, stranger, id };
}
const pathOf = (roomId: number, name: string) => `/api/rooms/${roomId}/files/?name=${encodeURIComponent(name)}`;
const post = async (who: UserActor | null, roomId: number, body: Buffer | string, name = "note.txt") =>
  gateway.ask(pathOf(roomId, name), { method: "POST", body, headers: { "content-length": String(Buffer.byteLength(body)) }, ...(who ? { cookie: await cookieOf(who) } : {}) });
async function given(who: UserActor, roomId: number, body: Buffer | string, name?: string): Promise<Attachment> {
  const { status, text } = await post(who, roomId, body, name);
  expect([status, text]).toEqual([201, expect.anything()]);
  return JSON.parse(text) as Attachment;
}
async function sent(who: UserActor, roomId: number, body: Buffer | string, name?: string) {
  const file = await given(who, roomId, body, name);
  return { file, message: (await sendMessage(who, roomId, { content: "", attachments: [file.id] })).message };
}
const get = async (who: UserActor, at: string, headers = {}) => gateway.ask(at, { cookie: await cookieOf(who), headers });
const rowsOf = (roomId: number) => db().select().from(messageFile).where(eq(messageFile.roomId, roomId));
const filesOf = async (roomId: number) => (await readdir(path.join(env().DATA_DIR, "storage", "files", String(roomId)), { recursive: true }).catch(() => [])).filter((name) => /whole|preview/.test(name)).length;
const workOf = async () => (await readdir(path.join(env().DATA_DIR, "work")).catch(() => [])).filter((name) => name.startsWith("message-file-"));
const versionOf = async (roomId: number) => (await db().select({ version: room.version }).from(room).where(eq(room.id, roomId)))[0]!.version;
/** No row, no bytes, neither stored nor under way. */
const nothing = [0, 0, []];
const left = async (roomId: number) => [(await rowsOf(roomId)).length, await filesOf(roomId), await workOf()];

const photo = () => sharp({ create: { width: 1200, height: 800, channels: 3, background: "#3366cc" } }).withExif({ IFD0: { Make: "A camera" }, IFD3: { GPSLatitude: "52/1 31/1 0/1" } }).jpeg();
const moving = (frames: number, side = 16) => sharp(Buffer.concat(Array.from({ length: frames }, (_, n) => Buffer.alloc(side * side * 3, n * 20))), { raw: { width: side, height: side * frames, channels: 3, pageHeight: side } }).gif().toBuffer();
/** The same of dots on a wide ground. */
function dots(frames: number, side: number): Buffer {
  const size = [side & 255, side >> 8];
  const frame = [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  return Buffer.concat([Buffer.from("GIF89a"), Buffer.from([...size, ...size, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]), ...Array.from({ length: frames }, () => Buffer.from(frame)), Buffer.from([0x3b])]);
}
/** A PNG that says it has so many pixels, in a hundred bytes. */
function claimOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body) >>> 0);
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk("IHDR", head), chunk("IDAT", Buffer.alloc(20)), chunk("IEND", Buffer.alloc(0))]);
}

describe("a picture", () => {
  test("is encoded anew without a trace of its camera, told with its size, shown to members with a small one, and a message may be nothing else", async () => {
    const { ada, grace, id } = await talk();
    const source = await photo().toBuffer();
    expect(source.includes("A camera")).toBe(true);
    const file = await given(ada, id, source, "Holiday.JPG");
    expect(file).toMatchObject({ kind: "picture", name: "Holiday.JPG", type: "image/jpeg", width: 1200, height: 800, url: `/api/rooms/${id}/files/${file.id}/`, preview_url: `/api/rooms/${id}/files/${file.id}/preview/` });
    const clientId = randomUUID();
    const { message: said } = await sendMessage(ada, id, { content: "", attachments: [file.id], client_id: clientId });
    expect(said).toMatchObject({ content: "", attachments: [file] });
    expect(await sendMessage(ada, id, { content: "other", attachments: [file.id], client_id: clientId })).toMatchObject({ isNew: false, message: { id: said.id, attachments: [file] } });
    expect((await listMessages(grace, id, { limit: 5 })).messages).toEqual([said]);
    expect((await listRooms(grace, { limit: 5 })).rooms[0]?.last_message).toEqual(said);
    expect((await db().select({ body: roomEvent.body }).from(roomEvent).where(eq(roomEvent.roomId, id))).map(({ body }) => body)).toEqual([said]);

    const whole = await get(grace, file.url);
    expect([whole.status, whole.headers["content-type"], whole.headers["cache-control"], whole.headers["x-content-type-options"], whole.headers["content-disposition"]]).toEqual([200, "image/jpeg", "private, no-cache", "nosniff", "inline; filename=\"Holiday.JPG\"; filename*=UTF-8''Holiday.JPG"]);
    expect(whole.headers["content-security-policy"]).toContain("sandbox");
    const made = await sharp(whole.body).metadata();
    expect([made.format, made.width, made.height, made.exif, whole.body.includes("A camera"), whole.body.length]).toEqual(["jpeg", 1200, 800, undefined, false, file.size]);
    const preview = await get(grace, file.preview_url!);
    expect([preview.headers["content-type"], (await sharp(preview.body).metadata()).width]).toEqual(["image/webp", 800]);

    const etag = whole.headers.etag!;
    expect((await get(grace, file.url, { "if-none-match": etag })).status).toBe(304);
    const part = await get(grace, file.url, { range: "bytes=2-5" });
    expect([part.status, part.headers["content-range"], part.body]).toEqual([206, `bytes 2-5/${file.size}`, whole.body.subarray(2, 6)]);
    expect((await get(grace, file.url, { range: `bytes=${file.size}-` })).status).toBe(416);
    const answer = (await sendMessage(grace, id, { content: "Lovely", reply_to: said.id })).message;
    expect((await listMessages(ada, id, { limit: 1 })).messages[0]).toMatchObject({ id: answer.id, reply_to: { excerpt: "", attachment: { kind: "picture", name: "Holiday.JPG" } } });
  });

  test("stands upright, whatever way the camera was held, and is saved under the ending of what it is", async () => {
    const { ada, id } = await talk();
    const turned = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#ff0000" } }).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { file } = await sent(ada, id, turned, "turned.png");
    expect([file.name, file.width, file.height]).toEqual(["turned.jpg", 40, 60]);
    const { width, height, orientation } = await sharp((await get(ada, file.url)).body).metadata();
    expect([width, height, orientation]).toEqual([40, 60, undefined]);
  });

  test("that moves goes on moving, its small one stands still; one of very many pixels stands", async () => {
    const { ada, id } = await talk();
    const { file } = await sent(ada, id, await moving(3), "wave.gif");
    expect(file).toMatchObject({ type: "image/gif", moving: true, width: 16, height: 16 });
    expect((await sharp((await get(ada, file.url)).body).metadata()).pages).toBe(3);
    expect((await sharp((await get(ada, file.preview_url!)).body).metadata()).pages ?? 1).toBe(1);
    const { file: large } = await sent(ada, id, dots(8, 2000), "huge.gif");
    expect(8 * 2000 * 2000).toBeGreaterThan(settings.movingPictureMaxPixels);
    expect([large.moving, (await sharp((await get(ada, large.url)).body).metadata()).pages ?? 1]).toEqual([undefined, 1]);
  });

  test.each([
    ["cut off", async () => (await photo().toBuffer()).subarray(0, 3000), "unreadable_picture"],
    ["of 400 megapixels in a hundred bytes", async () => claimOf(20_000, 20_000), "too_many_pixels"],
    ["that only begins as one", async () => Buffer.from("GIF89a<script>alert(1)</script>"), "unreadable_picture"],
  ])("%s is refused whatever it is called, and leaves nothing", async (_what, make, problem) => {
    const { ada, id } = await talk();
    const { status, text } = await post(ada, id, await make(), "harmless.txt");
    expect([status, (JSON.parse(text) as { problem: string }).problem]).toEqual([400, problem]);
    expect(await left(id)).toEqual(nothing);
  });
});

describe("any other file", () => {
  test.each([
    ["a page that is called a picture", "<html><script>alert(1)</script>", "cat.png"],
    ["a drawing that runs", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "drawing.svg"],
    ["a page", "<!doctype html><script>alert(1)</script>", "index.html"],
  ])("%s is handed on byte by byte, to be saved, and never shown", async (_what, content, name) => {
    const { ada, grace, id } = await talk();
    const { file } = await sent(ada, id, content, name);
    expect(file).toEqual({ id: file.id, kind: "file", name, type: "application/octet-stream", size: Buffer.byteLength(content), url: file.url });
    const found = await get(grace, file.url);
    expect([found.status, found.text, found.headers["content-type"], found.headers["x-content-type-options"], found.headers["content-security-policy"]]).toEqual([200, content, "application/octet-stream", "nosniff", expect.stringContaining("sandbox")]);
    expect(found.headers["content-disposition"]).toBe(`attachment; filename="${name}"; filename*=UTF-8''${name}`);
    expect((await get(grace, `${file.url}preview/`)).status).toBe(404);
  });

  test("comes whole, however large, under a name without folders and tricks", async () => {
    const { ada, id } = await talk();
    const bytes = randomBytes(3 * 1024 ** 2);
    const { file } = await sent(ada, id, bytes, "../../annex\u202egpj.exe");
    expect(file.name).toBe("annexgpj.exe");
    expect((await get(ada, file.url)).body.equals(bytes)).toBe(true);
  });
});

describe("whoever may not", () => {
  test("neither gives nor gets: strangers, those who left, guests of a call, nobody; and nothing is written", async () => {
    const { ada, grace, stranger, id } = await talk();
    const { file } = await sent(ada, id, "secret");
    const elsewhere = await createRoomWith([[stranger, "owner"]]);
    expect((await post(stranger, id, "x")).status).toBe(404);
    expect((await post(null, id, "x")).status).toBe(401);
    expect([(await get(stranger, file.url)).status, (await gateway.ask(file.url)).status]).toEqual([404, 401]);
    expect((await get(stranger, file.url.replace(String(id), String(elsewhere.id)))).status).toBe(404);
    for (const path of [`/api/rooms/${id}/files/x/`, `/api/rooms/${id}/files/..%2f/`, `/api/rooms/x/files/${file.id}/`, `/api/rooms/${id}/files/${randomUUID()}/`]) expect([path, (await get(ada, path)).status]).toEqual([path, 404]);
    expect((await get(grace, file.url)).status).toBe(200);
    await db().delete(roomMember).where(eq(roomMember.userId, grace.userId));
    expect([(await get(grace, file.url)).status, (await post(grace, id, "x")).status]).toEqual([404, 404]);
    expect((await rowsOf(id)).map((row) => row.id)).toEqual([file.id]);
    const foreign = await gateway.ask(pathOf(id, "x"), { method: "POST", body: "x", cookie: await cookieOf(ada), headers: { origin: "https://elsewhere.test", "content-length": "1" } });
    expect([foreign.status, (await rowsOf(id)).length]).toEqual([403, 1]);
  });

  test("guests of a call see what the chat shows and send no files", async () => {
    const { ada, id } = await talk();
    const { file } = await sent(ada, id, "for all here");
    const guest = await openGuest(db(), "Guest");
    const [running] = await db().insert(call).values({ roomId: id, livekitSid: randomUUID() }).returning();
    await db().insert(callVisit).values({ callId: running!.id, participantSid: randomUUID(), identity: `g${guest.guestId}`, name: guest.name, joinedAt: new Date() });
    const { name, value } = guestCookie(guest.guestId);
    const cookie = `${name}=${value}`;
    expect((await gateway.ask(file.url, { cookie })).text).toBe("for all here");
    expect((await gateway.ask(pathOf(id, "x"), { method: "POST", body: "x", cookie, headers: { "content-length": "1" } })).status).toBe(401);
    const actor = { kind: "guest", ...guest, address: null, requestId: null } as const;
    const free = await given(ada, id, "free");
    expect(await codeOf(sendMessage(actor, id, { content: "mine", attachments: [free.id] }))).toBe("invalid_input");
    await db().update(call).set({ endedAt: new Date() }).where(eq(call.id, running!.id));
    expect((await gateway.ask(file.url, { cookie })).status).toBe(404);
    expect([await versionOf(id), (await rowsOf(id)).find((row) => row.id === free.id)?.messageId]).toEqual([1, null]);
  });

  test("where the chat is off nobody sends files, and those that were sent are still there", async () => {
    const { ada, id } = await talk();
    const { file } = await sent(ada, id, "before");
    await changeRoom(ada, id, { configuration: { chat: false } });
    expect([(await post(ada, id, "after")).status, (await get(ada, file.url)).status, (await rowsOf(id)).length]).toEqual([409, 200, 1]);
  });
});

describe("what is refused leaves nothing", () => {
  const bad: [string, (who: UserActor, id: number) => Promise<number>, number][] = [
    ["an empty file", async (who, id) => (await post(who, id, "")).status, 400],
    ["a file without a name", async (who, id) => (await gateway.ask(`/api/rooms/${id}/files/`, { method: "POST", body: "x", cookie: await cookieOf(who), headers: { "content-length": "1" } })).status, 400],
    ["a field that nobody asked for", async (who, id) => (await gateway.ask(`${pathOf(id, "x")}&kind=picture`, { method: "POST", body: "x", cookie: await cookieOf(who), headers: { "content-length": "1" } })).status, 400],
    ["one whose size is not told", async (who, id) => (await gateway.ask(pathOf(id, "x"), { method: "POST", body: "x", cookie: await cookieOf(who), headers: { "transfer-encoding": "chunked" } })).status, 400],
    ["one that is too large, unread", async (who, id) => (await gateway.ask(pathOf(id, "x"), { method: "POST", cookie: await cookieOf(who), headers: { "content-length": String(settings.fileMaxBytes + 1), connection: "close" } })).status, 413],
  ];
  test.each(bad)("%s", async (_what, ask, status) => {
    const { ada, id } = await talk();
    expect(await ask(ada, id)).toBe(status);
    expect(await left(id)).toEqual(nothing);
  });

  test("a file whose line breaks half-way", async () => {
    const { ada, id } = await talk();
    const broken = http.request({ host: "127.0.0.1", port: gateway.port, path: pathOf(id, "x"), method: "POST", agent: false, headers: { cookie: await cookieOf(ada), "content-length": "1000000" } });
    broken.on("error", () => undefined);
    broken.write(Buffer.alloc(1000));
    await vi.waitFor(async () => expect((await rowsOf(id)).length).toBe(1));
    broken.destroy();
    await vi.waitFor(async () => expect(await left(id)).toEqual(nothing));
  });

  test("a file that is more than what somebody, or a room, has left; two at once do not share it", async () => {
    const { ada, grace, id } = await talk();
    const other = await createRoomWith([[ada, "owner"], [grace, "member"]]);
    const fill = (userId: number, roomId: number, storedBytes: number) => db().insert(messageFile).values({ roomId, userId, name: "x", type: "x", sizeBytes: 1, storagePrefix: `files/${roomId}/${randomUUID()}`, storedBytes }).returning();
    const problemOf = async (answer: ReturnType<typeof post>) => [(await answer).status, (JSON.parse((await answer).text) as { problem?: string }).problem];
    await fill(ada.userId, id, settings.filesOfPersonMaxBytes - 10);
    expect(await problemOf(post(ada, other.id, "eleven byte"))).toEqual([413, "own_quota"]);
    const both = await Promise.all([post(ada, other.id, "sixsix"), post(ada, other.id, "sixsix")]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 413]);
    await fill(grace.userId, id, settings.filesOfRoomMaxBytes - settings.filesOfPersonMaxBytes);
    expect(await problemOf(post(await createMember(id), id, "eleven byte"))).toEqual([413, "room_quota"]);
    // What is taken away makes room.
    await db().update(messageFile).set({ removedAt: sql`now()` }).where(eq(messageFile.userId, ada.userId));
    expect((await post(ada, other.id, "eleven byte")).status).toBe(201);
  });
  async function createMember(roomId: number): Promise<UserActor> {
    const actor = await createActor();
    await db().insert(roomMember).values({ roomId, userId: actor.userId, role: "member" });
    return actor;
  }

  test("a message with files that are another's, of another room, sent already, unknown, named twice, or too many", async () => {
    const { ada, grace, id } = await talk();
    const other = await createRoomWith([[ada, "owner"]]);
    const [own, hers, elsewhere] = [await given(ada, id, "own"), await given(grace, id, "hers"), await given(ada, other.id, "elsewhere")];
    const { file: used } = await sent(ada, id, "used");
    const before = await versionOf(id);
    for (const attachments of [[own.id, hers.id], [elsewhere.id], [used.id], [randomUUID()]]) expect(await codeOf(sendMessage(ada, id, { content: "see", attachments }))).toBe("invalid_input");
    for (const attachments of [[own.id, own.id], Array.from({ length: settings.filesPerMessage + 1 }, () => randomUUID()), ["1"], "x", []]) expect(sendMessageInput.safeParse({ content: "", attachments }).success).toBe(false);
    expect([await versionOf(id), (await rowsOf(id)).filter((row) => row.messageId !== null).map((row) => row.id)]).toEqual([before, [used.id]]);
    expect(await codeOf(sendMessage(grace, other.id, { content: "see", attachments: [hers.id] }))).toBe("not_found");
    // An unsent file is nobody's to see, and only its person takes it away.
    expect([(await get(ada, own.url)).status, (await get(grace, own.url)).status]).toEqual([404, 404]);
    const remove = async (who: UserActor, at: string) => (await gateway.ask(at, { method: "DELETE", cookie: await cookieOf(who) })).status;
    expect([await remove(grace, own.url), await remove(ada, used.url), await remove(ada, own.url), await remove(ada, own.url)]).toEqual([404, 404, 204, 404]);
    expect((await rowsOf(id)).map((row) => row.id).sort()).toEqual([hers.id, used.id].sort());
  });

  test("of two messages that want the same file one gets it, and the other is not written", async () => {
    const { ada, id } = await talk();
    const file = await given(ada, id, "once");
    const both = await Promise.all([1, 2, 3, 4].map((n) => codeOf(sendMessage(ada, id, { content: `message ${n}`, attachments: [file.id] }))));
    expect(both.sort()).toEqual(["done", "invalid_input", "invalid_input", "invalid_input"]);
    expect(await versionOf(id)).toBe(1);
  });
});

describe("a message with files", () => {
  test("that is deleted takes them along at once: no answer, no bytes, no word in any event", async () => {
    const { ada, grace, id } = await talk();
    const { file, message: said } = await sent(ada, id, await photo().toBuffer(), "private.jpg");
    await deleteMessage(ada, { roomId: id, id: said.id });
    expect([(await get(grace, file.url)).status, (await get(ada, file.preview_url!)).status, await left(id)]).toEqual([404, 404, nothing]);
    expect((await listMessages(grace, id, { limit: 5 })).messages[0]).not.toHaveProperty("attachments");
    expect(JSON.stringify(await db().select({ body: roomEvent.body }).from(roomEvent).where(eq(roomEvent.roomId, id)))).not.toContain("private.jpg");
  });

  test("keeps them through a change of its text, which may become nothing; one without files must say something", async () => {
    const { ada, id } = await talk();
    const { file, message: said } = await sent(ada, id, "x");
    const key = { roomId: id, id: said.id };
    expect(await editMessage(ada, key, { content: "the lighthouse" })).toMatchObject({ content: "the lighthouse", attachments: [file] });
    expect((await searchMessages(ada, { words: "lighthouse", limit: 5 })).results[0]?.message).toMatchObject({ attachments: [file] });
    expect(await editMessage(ada, key, { content: "" })).toMatchObject({ content: "", attachments: [file] });
    const plain = (await sendMessage(ada, id, { content: "plain" })).message;
    expect(await codeOf(editMessage(ada, { roomId: id, id: plain.id }, { content: " " }))).toBe("invalid_input");
    expect((await db().select({ content: message.content }).from(message).where(eq(message.id, plain.id)))[0]?.content).toBe("plain");
  });

  test("of somebody whose account is deleted stays with them; what was not sent goes", async () => {
    const { ada, grace, id } = await talk();
    const { file } = await sent(grace, id, "stays");
    await given(grace, id, "goes");
    expect(await listSentFiles(grace.userId, 1000)).toEqual([{ key: `files/${id}/${file.id}/whole`, name: `files/${file.id.slice(0, 8)}-note.txt`, bytes: 5 }]);
    expect(await listSentFiles(grace.userId, 4)).toEqual([]);
    expect([await forgetUnsentFilesOf(grace.userId), await forgetUnsentFilesOf(grace.userId)]).toEqual([1, 0]);
    await db().delete(user).where(eq(user.id, grace.userId));
    expect([(await get(ada, file.url)).text, (await rowsOf(id)).length]).toEqual(["stays", 1]);
  });
});

test("the sweep takes what was not sent, what a process left half-way, and the files of rooms that are gone; nothing else", async () => {
  const { ada, id } = await talk();
  const gone = await createRoomWith([[ada, "owner"]]);
  const { file: kept } = await sent(ada, id, "kept");
  const young = await given(ada, id, "young");
  const old = await given(ada, id, "old");
  const { file: ofGone } = await sent(ada, gone.id, "of a room that goes");
  const { message: said, file: half } = await sent(ada, id, "removed and then nothing more");
  const age = (file: Attachment) => db().update(messageFile).set({ createdAt: sql`now() - make_interval(secs => ${settings.fileUnsentSeconds + 5})` }).where(eq(messageFile.id, file.id));
  await age(old);
  await age(kept);
  // The process ended right after the commit.
  await db().update(messageFile).set({ removedAt: sql`now()` }).where(eq(messageFile.messageId, said.id));
  await db().delete(room).where(eq(room.id, gone.id));
  expect((await get(ada, half.url)).status).toBe(404);
  expect(await storage().stat(`files/${gone.id}/${ofGone.id}/whole`)).not.toBeNull();
  await sweepFiles();
  expect((await rowsOf(id)).map((row) => row.id).sort()).toEqual([kept.id, young.id].sort());
  expect([await filesOf(id), await filesOf(gone.id), await db().$count(messageFile, eq(messageFile.id, ofGone.id))]).toEqual([2, 0, 0]);
  expect((await get(ada, kept.url)).text).toBe("kept");
});
