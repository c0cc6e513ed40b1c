import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { settings } from "@/lib/core/settings";
import { errorResponse } from "@/lib/http/error-response";
import { AppError } from "@/lib/core/errors";
import { clientAddressHeader } from "@/lib/http/request-info";
import { meetingWindowChanged } from "@/lib/meetings/contract";
import { findMeetingWindow } from "@/lib/meetings/queries/get-window";
import { meetingsTopic } from "@/lib/meetings/wake";
import { consumeLimit } from "@/lib/platform/limiter";
import { subscribe } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import { encodeEvent } from "@/server/gateway/event-stream";
import { rawPath, sendResponse } from "@/server/gateway/http";

/*
 * The pages that wait for a meeting: whoever has its address hears when its window changes, with or without an account.
 * A stream carries the window when it opens and after each change, and nothing else.
 */

const path = /^\/api\/meetings\/([^/]+)\/window\/events\/?$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Nobody reads this much: a few windows of 200 bytes. */
const backlogBytes = 64 * 1024;
const heartbeat = encodeEvent({ type: "heartbeat" });

class Windows {
  private readonly readers = new Map<string, Set<Socket>>();
  private readonly openOf = new Map<string, number>();

  get size(): number {
    return [...this.readers.values()].reduce((sum, each) => sum + each.size, 0);
  }

  /** @throws AppError rate_limited for an address that has too many open */
  add(uuid: string, address: string, socket: Socket): void {
    const open = this.openOf.get(address) ?? 0;
    if (open >= settings.windowStreamsPerClient) throw new AppError("rate_limited", { retryAfterSeconds: settings.eventHeartbeatSeconds });
    this.openOf.set(address, open + 1);
    const readers = this.readers.get(uuid) ?? new Set();
    this.readers.set(uuid, readers.add(socket));
    socket.once("close", () => {
      readers.delete(socket);
      if (readers.size === 0 && this.readers.get(uuid) === readers) this.readers.delete(uuid);
      const left = (this.openOf.get(address) ?? 1) - 1;
      if (left > 0) this.openOf.set(address, left);
      else this.openOf.delete(address);
    });
  }

  /** Reads a meeting's window once and tells it to all who wait; of one that is gone they hear no more. */
  async tell(uuid: string, only?: Socket): Promise<void> {
    const readers = only ? [only] : [...(this.readers.get(uuid) ?? [])];
    if (readers.length === 0) return;
    const window = await findMeetingWindow(uuid);
    const bytes = window && encodeEvent({ type: meetingWindowChanged, body: window });
    for (const socket of readers) {
      if (!bytes || socket.writableLength > backlogBytes) socket.destroy();
      else socket.write(bytes);
    }
  }

  tellAll(): void {
    for (const uuid of this.readers.keys()) this.tellSoon(uuid);
  }

  /** Never rejects: whoever is told nothing asks by themselves after a while. */
  tellSoon(uuid: string): void {
    this.tell(uuid).catch((error: unknown) => log.warn({ err: error }, "the window of a meeting could not be told"));
  }

  beat(): void {
    for (const readers of this.readers.values()) for (const socket of readers) socket.write(heartbeat);
  }

  closeAll(): void {
    for (const readers of this.readers.values()) for (const socket of readers) socket.end();
  }
}

let running: { windows: Windows; stop: () => void } | null = null;

/** Starts to listen for changes. Called once, before the first request. */
export async function startMeetingWindows(): Promise<void> {
  const windows = new Windows();
  const unsubscribe = await subscribe({
    onItems: (items) => {
      for (const uuid of new Set(items.flatMap(([topic, payload]) => (topic === meetingsTopic ? [(payload as [string, number])[0]] : [])))) windows.tellSoon(uuid);
    },
    onReset: () => windows.tellAll(),
  });
  const timer = setInterval(() => windows.beat(), settings.eventHeartbeatSeconds * 1000);
  timer.unref();
  running = {
    windows,
    stop: () => {
      unsubscribe();
      clearInterval(timer);
    },
  };
}

/** Ends the streams and takes no new ones: browsers come back by themselves, to another process. */
export function closeMeetingWindows(): void {
  running?.windows.closeAll();
  running?.stop();
  running = null;
}

/** How many pages wait, for tests. */
export function waitingPages(): number {
  return running?.windows.size ?? 0;
}

async function openStream(req: IncomingMessage, res: ServerResponse, uuid: string): Promise<void> {
  const address = String(req.headers[clientAddressHeader] ?? "unknown");
  await consumeLimit("readPerClient", address);
  if (!uuidPattern.test(uuid) || !(await findMeetingWindow(uuid))) throw new AppError("not_found");
  if (!running) throw new AppError("unavailable", { retryAfterSeconds: 2 });
  const { windows } = running;
  const { socket } = req;
  if (req.method !== "HEAD") windows.add(uuid, address, socket);
  // As the personal streams: the body ends with the connection.
  res.removeHeader("transfer-encoding");
  res.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache, no-transform", "x-accel-buffering": "no", connection: "close" });
  if (req.method === "HEAD") return void res.end();
  res.flushHeaders();
  socket.setNoDelay(true);
  socket.setTimeout(0);
  // Read after it is registered: what changes from here on comes by itself.
  await windows.tell(uuid, socket);
}

/** `GET /api/meetings/<uuid>/window/events`: the window of a meeting now and at each change, as server-sent events, for whoever has its address. */
export async function handleMeetingWindows(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const [, uuid] = path.exec(rawPath(req)) ?? [];
  if (uuid === undefined) return false;
  try {
    if (req.method !== "GET" && req.method !== "HEAD") {
      const refused = errorResponse(new AppError("method_not_allowed"), "problem");
      refused.headers.set("allow", "GET, HEAD");
      await sendResponse(res, refused);
    } else await openStream(req, res, uuid.toLowerCase());
  } catch (error) {
    if (res.headersSent) req.socket.destroy();
    else await sendResponse(res, errorResponse(error, "problem"));
  }
  return true;
}
