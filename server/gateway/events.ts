import type { IncomingMessage, ServerResponse } from "node:http";
import type { Actor } from "@/lib/authz/actor";
import { guestIdentity, userIdentity } from "@/lib/calls/contract";
import { parseRoomCursor } from "@/lib/core/cursor";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { userTopic } from "@/lib/events/room-events";
import { guestChatId } from "@/lib/guests/contract";
import { errorResponse } from "@/lib/http/error-response";
import { identifyRequest } from "@/lib/http/identify";
import { notePresence } from "@/lib/lobby/commands/leave-lobby";
import { consumeLimit } from "@/lib/platform/limiter";
import { subscribe } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import { countRealtimeWith } from "@/lib/platform/metrics";
import { EventHub } from "@/server/gateway/event-hub";
import { EventStream } from "@/server/gateway/event-stream";
import { headerReader, rawPath, sendResponse } from "@/server/gateway/http";

/** After the bus was away: whoever joined meanwhile is found by looking back this far. */
const resetLookBackSeconds = 300;

type Running = { hub: EventHub; stop: () => void };
let running: Running | null = null;

function sweep(hub: EventHub, lookBackSeconds?: number): void {
  hub.sweep(lookBackSeconds).catch((error: unknown) => log.warn({ err: error }, "the sweep of event streams failed; the next one tries again"));
}

let presences: Promise<void> = Promise.resolve();

/** Who waits at the door of a call waits as long as they are there to be told. */
function noteReader(readerId: number, isHere: boolean): void {
  const identity = readerId < 0 ? guestIdentity(-readerId) : userIdentity(readerId);
  // One after the other: of a going and a coming the later one holds.
  presences = presences.then(() => notePresence(identity, isHere)).catch((error: unknown) => log.warn({ err: error }, "whether somebody still waits could not be noted"));
}

/** Writes to the streams of this process only, what every process finds by itself. */
export function tellReader(readerId: number, event: { type: string; body: unknown }): void {
  running?.hub.handle([[userTopic(readerId), event]]);
}

/** Starts to listen for what the streams carry. Called once, before the first request. */
export async function startEvents(options: { sweepSeconds?: number; heartbeatSeconds?: number } = {}): Promise<void> {
  const hub = new EventHub(noteReader);
  const unsubscribe = await subscribe({ onItems: (items) => hub.handle(items), onReset: () => sweep(hub, resetLookBackSeconds) });
  const timers = [
    setInterval(() => sweep(hub), (options.sweepSeconds ?? settings.eventSweepSeconds) * 1000),
    setInterval(() => hub.heartbeat(), (options.heartbeatSeconds ?? settings.eventHeartbeatSeconds) * 1000),
  ];
  for (const timer of timers) timer.unref();
  countRealtimeWith(() => eventStreamCounts().streams);
  running = {
    hub,
    stop: () => {
      unsubscribe();
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** Tells every client to reconnect, ends the streams and accepts no new ones: this process is going. */
export function closeEventStreams(): void {
  running?.hub.closeAll();
  running?.stop();
  running = null;
}

/** How many streams are open and rooms heard, for figures and tests. */
export function eventStreamCounts(): { streams: number; rooms: number } {
  return running?.hub.size ?? { streams: 0, rooms: 0 };
}

/** Where the reader was: `since`, and for its last room the id that a browser repeats by itself. @throws AppError invalid_input */
function readCursor(req: IncomingMessage): Map<number, number> {
  const { searchParams } = new URL(req.url ?? "/", "http://localhost");
  const cursor = parseRoomCursor(searchParams.get("since") ?? "");
  if (!cursor) throw new AppError("invalid_input", { fields: { since: ["Use <room id>:<version>, separated by commas."] } });
  const unknown = [...searchParams.keys()].filter((name) => name !== "since");
  if (unknown.length > 0) throw new AppError("invalid_input", { fields: Object.fromEntries(unknown.map((name) => [name, ["This field is not known."]])) });
  for (const [room, version] of parseRoomCursor(headerReader(req).get("last-event-id") ?? "") ?? []) {
    cursor.set(room, Math.max(version, cursor.get(room) ?? 0));
  }
  return cursor;
}

/** Under which number somebody reads, and by which sign-in. A guest reads only what concerns them: their wait, and the room of the call that they are in. @throws AppError unauthenticated */
function readerOf(actor: Actor): { readerId: number; sessionId: string; name: string } {
  if (actor.kind === "user") return { readerId: actor.userId, sessionId: actor.sessionId, name: actor.name };
  if (actor.kind === "guest") return { readerId: guestChatId(actor.guestId), sessionId: `g${actor.guestId}`, name: actor.name };
  throw new AppError("unauthenticated");
}

async function openStream(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { readerId, sessionId, name } = readerOf(await identifyRequest(headerReader(req)));
  const cursor = readCursor(req);
  if (!running) throw new AppError("unavailable", { retryAfterSeconds: 2 });
  const { hub } = running;
  if (req.method !== "HEAD") await consumeLimit("openEventStreamPerUser", readerId);

  // No length and no chunks: the body ends with the connection, and the same bytes fit every reader.
  res.removeHeader("transfer-encoding");
  res.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache, no-transform", "x-accel-buffering": "no", connection: "close" });
  if (req.method === "HEAD") return void res.end();
  res.flushHeaders();
  const { socket } = req;
  socket.setNoDelay(true);
  socket.setKeepAlive(true, settings.eventHeartbeatSeconds * 1000);
  socket.setTimeout(0);
  const stream = new EventStream(socket, readerId, sessionId, settings.eventBacklogBytes, name);
  socket.once("close", () => hub.close(stream));
  try {
    if (socket.destroyed) hub.close(stream);
    else await hub.open(stream, cursor);
  } catch (error) {
    // The client comes back by itself; half a stream would look like a quiet one.
    log.warn({ err: error }, "an event stream could not be opened");
    socket.destroy();
  }
}

/** `GET /api/events?since=<room id>:<version>,…`: everything new for one person, as server-sent events. HEAD asks only whether one may. */
export async function handleEvents(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const path = rawPath(req);
  if (path !== "/api/events" && path !== "/api/events/") return false;
  try {
    if (req.method !== "GET" && req.method !== "HEAD") {
      const refused = errorResponse(new AppError("method_not_allowed"), "problem");
      refused.headers.set("allow", "GET, HEAD");
      await sendResponse(res, refused);
    } else await openStream(req, res);
  } catch (error) {
    await sendResponse(res, errorResponse(error, "problem"));
  }
  return true;
}
