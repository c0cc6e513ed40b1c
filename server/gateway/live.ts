import { access, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import type { Actor } from "@/lib/authz/actor";
import { AppError, invalidFields } from "@/lib/core/errors";
import { workFolderPath } from "@/lib/platform/storage/work-folder";
import { liveStreamSchema, viewerIdSchema } from "@/lib/recordings/contract";
import { getLiveStream, type WatchedStream } from "@/lib/recordings/queries/streams";
import { livePath } from "@/lib/recordings/work-file";
import { headerReader, queryOf, rawPath } from "@/server/gateway/http";
import { limitViewer, nameViewer } from "@/server/gateway/live-limits";
import { countViewers, noteViewer } from "@/server/gateway/live-viewers";
import { answerWithObject, notKept, type ServedText } from "@/server/gateway/send-object";
import { identifyViewer } from "@/server/gateway/viewer";

const prefix = "/api/live/";
const id = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
const stateOf = new RegExp(`^${prefix}${id}/?$`);
const fileOf = new RegExp(`^${prefix}${id}/(index\\.m3u8|\\d{6,9}\\.ts)$`);

/** What a player asks for in one go is decided once; a right that ends does so within this. */
const verdictMs = 3_000;
const maxVerdicts = 10_000;
const verdicts = new Map<string, { stream: WatchedStream; untilMs: number }>();

/** Many ask for the same few segments at the same time. */
const maxSegments = 16;
const segments = new Map<string, Promise<Buffer>>();

/** Who asks, as far as a verdict differs. */
function keyOf(actor: Actor): string {
  return actor.kind === "user" ? `${actor.sessionId}:${actor.role}` : actor.kind;
}

/** The stream for one who may watch it, as it was some seconds ago at most. @throws AppError unauthenticated, not_found */
async function watched(actor: Actor, streamId: string): Promise<WatchedStream> {
  const key = `${keyOf(actor)}:${streamId}`;
  const known = verdicts.get(key);
  if (known && known.untilMs > Date.now()) return known.stream;
  verdicts.delete(key);
  const stream = await getLiveStream(actor, streamId);
  if (verdicts.size >= maxVerdicts) verdicts.clear();
  verdicts.set(key, { stream, untilMs: Date.now() + verdictMs });
  return stream;
}

function pathOf(streamId: string, name: string): string {
  return path.join(workFolderPath(livePath(streamId)), name);
}

async function describe(stream: WatchedStream): Promise<ServedText> {
  const hasBegun = await access(pathOf(stream.id, "live.m3u8")).then(() => true, () => false);
  const told = liveStreamSchema.parse({ ...stream, state: stream.isRunning ? (hasBegun ? "live" : "waiting") : stream.isBroken ? "failed" : "over", viewers: countViewers(stream.id) });
  return { text: JSON.stringify(told), type: "application/json", cacheControl: notKept };
}

/** Whoever has an account counts once, however many windows; everyone else as often as they have the page open. @throws AppError invalid_input */
function viewerOf(req: IncomingMessage, actor: Actor): string {
  const given = viewerIdSchema.optional().safeParse(queryOf(req).get("viewer") ?? undefined);
  if (!given.success) throw invalidFields({ viewer: given.error.issues.map(({ message }) => message) });
  return actor.kind === "user" ? `u${actor.userId}` : `${actor.address ?? ""} ${given.data ?? ""}`;
}

function readSegment(file: string): Promise<Buffer> {
  const known = segments.get(file);
  if (known) return known;
  const bytes = readFile(file);
  segments.set(file, bytes);
  bytes.catch(() => segments.delete(file));
  for (const oldest of segments.keys()) if (segments.size > maxSegments) segments.delete(oldest);
  return bytes;
}

async function find(req: IncomingMessage, res: ServerResponse): Promise<ServedText> {
  const where = rawPath(req);
  const [, streamId = stateOf.exec(where)?.[1], name] = fileOf.exec(where) ?? [];
  if (streamId === undefined) throw new AppError("not_found");
  const actor = await identifyViewer(headerReader(req));
  const isNew = await limitViewer(req, actor);
  const stream = await watched(actor, streamId);
  if (isNew) nameViewer(res);
  if (name === undefined) return describe(stream);
  if (name !== "index.m3u8") return { text: await readSegment(pathOf(streamId, name)), type: "video/mp2t", cacheControl: "private, max-age=60", tag: name };
  const viewer = viewerOf(req, actor);
  const text = await readFile(pathOf(streamId, "live.m3u8"), "utf8");
  if (stream.isRunning) noteViewer(streamId, viewer);
  return { text, type: "application/vnd.apple.mpegurl", cacheControl: notKept };
}

/**
 * Live streams, before Next sees them: how one stands, and the playlist and the segments that its recorder has written on
 * this machine. Nothing else of its work folder has an address. Answers true when the path was one of these.
 */
export async function handleLive(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  if (!rawPath(req).startsWith(prefix)) return false;
  await answerWithObject(req, res, () => find(req, res));
  return true;
}
