import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { AppError, isAppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { errorResponse } from "@/lib/http/error-response";
import { identifyRequest } from "@/lib/http/identify";
import { isOwnOrigin } from "@/lib/http/origin";
import { appendNoteChange } from "@/lib/notes/commands/append-change";
import { noteClosings, noteNumberBytes } from "@/lib/notes/constants";
import { noteMessageSchema } from "@/lib/notes/contract";
import { isStateVector } from "@/lib/notes/merge";
import { exportNotes, findNoteRights } from "@/lib/notes/queries";
import { consumeLimit } from "@/lib/platform/limiter";
import { subscribe } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import { headerReader, rawPath, sendResponse } from "@/server/gateway/http";
import { bytesOf, NotesConnection, personOfActor } from "@/server/gateway/notes-connection";
import { NotesHub } from "@/server/gateway/notes-hub";
import { holdForSession } from "@/server/gateway/session-ends";

/*
 * The notes of a room: `GET /api/rooms/<id>/notes/` as Markdown, and `…/notes/live`, a websocket by which tabs send and
 * get changes. A change is kept before its sender is told so.
 */

const filePath = /^\/api\/rooms\/([^/]+)\/notes\/?$/;
const livePath = /^\/api\/rooms\/([^/]+)\/notes\/live$/;

type Running = { hub: NotesHub; stop: () => void };
let running: Running | null = null;

const sockets = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: settings.notesUpdateMaxBytes + noteNumberBytes });

/** Starts to hear of changes. Called once, before the first request. */
export async function startNotes(options: { sweepSeconds?: number } = {}): Promise<void> {
  const hub = new NotesHub();
  const sweep = () => void hub.sweep().catch((error: unknown) => log.warn({ err: error }, "the sweep of notes failed; the next one tries again"));
  const unsubscribe = await subscribe({ onItems: (items) => hub.handle(items), onReset: sweep });
  const timers = [setInterval(sweep, (options.sweepSeconds ?? settings.eventSweepSeconds) * 1000), setInterval(() => hub.beat(), settings.eventHeartbeatSeconds * 1000)];
  for (const timer of timers) timer.unref();
  running = {
    hub,
    stop: () => {
      unsubscribe();
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** Tells every tab to come back, to another process or to this one's successor. */
export function closeNotes(): void {
  running?.hub.closeAll();
  running?.stop();
  running = null;
}

/** How many tabs are connected, for figures and tests. */
export function openNotes(): number {
  return running?.hub.size ?? 0;
}

function roomIdOf(text: string | undefined): number {
  return /^[1-9]\d{0,15}$/.test(text ?? "") && Number.isSafeInteger(Number(text)) ? Number(text) : 0;
}

/** True for the path of the connection, whose upgrade `handleNotesUpgrade` answers. */
export function isNotesUpgrade(path: string): boolean {
  return livePath.test(path);
}

/** Takes a tab in. It is always let in first and then told why not: a browser does not see the status of a refused websocket. Never rejects. */
export async function handleNotesUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  const origin = headerReader(req).get("origin");
  if (req.method !== "GET" || (origin !== null && !isOwnOrigin(origin))) return void socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  sockets.handleUpgrade(req, socket, head, (accepted) => {
    accepted.on("error", () => accepted.terminate());
    takeIn(req, accepted, roomIdOf(livePath.exec(rawPath(req))?.[1])).catch((error: unknown) => refuse(accepted, error));
  });
}

/** Says why, by the code that the page knows; what is our fault is a code after which it tries again. */
function refuse(socket: WebSocket, error: unknown): void {
  if (isAppError(error)) {
    const code = error.code === "too_large" ? noteClosings.full : (noteClosings as Record<string, number>)[error.code];
    if (code !== undefined) return socket.close(code, error.code);
  } else log.warn({ err: error }, "a connection for notes failed");
  socket.close(1011, "try again");
}

async function takeIn(req: IncomingMessage, socket: WebSocket, roomId: number): Promise<void> {
  // What comes while the asker is looked up waits in here, in order.
  const early: { data: Uint8Array; isBinary: boolean }[] = [];
  let receive = (data: Uint8Array, isBinary: boolean): void => void (early.length < 4 ? early.push({ data, isBinary }) : socket.terminate());
  socket.on("message", (data, isBinary) => receive(bytesOf(data), isBinary));

  const actor = await identifyRequest(headerReader(req));
  if (actor.kind !== "user" && actor.kind !== "guest") throw new AppError("unauthenticated");
  const { identity } = personOfActor(actor);
  await consumeLimit("openNotesPerPerson", identity);
  const rights = await findNoteRights(actor, roomId);
  if (!rights.canRead) throw new AppError("not_found");
  if (!running) return socket.close(1012, "restart");
  const { hub } = running;
  if (hub.countOf(identity) >= settings.notesStreamsPerPerson) throw new AppError("rate_limited");
  const connection = new NotesConnection(socket, actor, roomId, randomUUID());
  connection.canWrite = rights.canWrite;
  if (!connection.isOpen) return;
  hub.add(connection);
  const held = actor.kind === "user" ? holdForSession(actor.sessionId, () => connection.close(noteClosings.unauthenticated, "session ended")) : null;
  socket.once("close", () => {
    hub.remove(connection);
    held?.release();
  });
  socket.on("pong", () => (connection.isAlive = true));
  let last: Promise<void> = Promise.resolve();
  receive = (data, isBinary) => {
    connection.isAlive = true;
    // In order, one after the other: a later change may rest on an earlier one.
    last = last.then(() => (connection.isOpen ? handleMessage(hub, connection, data, isBinary) : undefined)).catch((error: unknown) => refuse(socket, error));
  };
  for (const { data, isBinary } of early) receive(data, isBinary);
}

async function handleMessage(hub: NotesHub, connection: NotesConnection, data: Uint8Array, isBinary: boolean): Promise<void> {
  await consumeLimit("writeNotesPerPerson", connection.person.identity);
  if (isBinary) return keep(connection, data);
  const message = readMessage(data);
  if (message.type === "cursor") return hub.moveCursor(connection, message.cursor);
  const has = new Uint8Array(Buffer.from(message.has, "base64"));
  if (!isStateVector(has)) throw new AppError("invalid_input");
  await hub.greet(connection, message.client, has);
}

function readMessage(data: Uint8Array) {
  const text = Buffer.from(data).toString("utf8");
  try {
    const message = noteMessageSchema.parse(JSON.parse(text));
    if (message.type === "hello" || text.length <= settings.notesCursorMaxBytes) return message;
  } catch {
    // Whatever it was, it was none of our pages that sent it.
  }
  throw new AppError("invalid_input");
}

async function keep(connection: NotesConnection, data: Uint8Array): Promise<void> {
  if (data.length <= noteNumberBytes) throw new AppError("invalid_input");
  const number = Buffer.from(data.buffer, data.byteOffset, noteNumberBytes).readUInt32BE();
  await appendNoteChange(connection.actor, connection.roomId, data.subarray(noteNumberBytes));
  connection.say({ type: "saved", number });
}

async function sendFile(req: IncomingMessage, res: ServerResponse, id: string): Promise<void> {
  const actor = await identifyRequest(headerReader(req));
  const { slug, markdown } = await exportNotes(actor, roomIdOf(id));
  const body = Buffer.from(markdown);
  res.writeHead(200, {
    "content-type": "text/markdown; charset=utf-8",
    "content-length": body.length,
    "content-disposition": `attachment; filename="${slug}-notes.md"`,
    "cache-control": "private, no-store",
  });
  res.end(req.method === "HEAD" ? undefined : body);
}

/** The notes as a file, before Next sees the path; true when it was that. */
export async function handleNotes(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const [, id] = filePath.exec(rawPath(req)) ?? [];
  if (id === undefined) return false;
  try {
    if (req.method !== "GET" && req.method !== "HEAD") {
      const refused = errorResponse(new AppError("method_not_allowed"), "problem");
      refused.headers.set("allow", "GET, HEAD");
      await sendResponse(res, refused);
    } else await sendFile(req, res, id);
  } catch (error) {
    await sendResponse(res, errorResponse(error, "problem"));
  }
  return true;
}
