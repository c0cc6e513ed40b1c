import { AsyncLocalStorage } from "node:async_hooks";
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FileStore } from "@tus/file-store";
import { Server, Upload } from "@tus/server";
import type { UserActor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { errorResponse } from "@/lib/http/error-response";
import { identifyRequest } from "@/lib/http/identify";
import { requestIdHeader } from "@/lib/http/request-info";
import { env } from "@/lib/platform/env";
import { requestContext } from "@/lib/platform/log";
import { incomingFolder, ownerKey, removeIncoming } from "@/lib/platform/storage/incoming";
import { isSent, takeSentFile } from "@/lib/recordings/commands/send-recording";
import { createVideoFromUpload, findVideoOfUpload } from "@/lib/videos/commands/create-video-from-upload";
import { replaceSource } from "@/lib/videos/commands/replace-source";
import type { CompleteFile } from "@/lib/videos/commands/store-source";
import { endUnread, headerReader, rawPath, sendResponse } from "@/server/gateway/http";
import { holdForSession } from "@/server/gateway/session-ends";
import { checkNewUpload, readDeclared } from "@/server/gateway/upload-rules";

const basePath = "/api/uploads";
/** Names what an upload became. */
type Became = { "x-video-id": string } | { "x-recording-id": string };
const uploadPath = /^\/api\/uploads(?:\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?\/?$/;
const methodsOf = { collection: ["POST", "OPTIONS"], upload: ["HEAD", "PATCH", "DELETE", "OPTIONS"] };

/** Who sends the request that tus is working on, and what it completed. */
const underway = new AsyncLocalStorage<{ actor: UserActor; finishedId?: string }>();

type Tus = { server: Server; store: FileStore; folder: string };
let tus: Tus | undefined;

function uploads(): Tus {
  const folder = incomingFolder();
  if (tus?.folder === folder) return tus;
  const store = new FileStore({ directory: folder, expirationPeriodInMilliseconds: settings.uploadExpirySeconds * 1000 });
  const server = new Server({
    path: basePath,
    datastore: store,
    relativeLocation: true,
    maxSize: () => env().UPLOAD_MAX_BYTES,
    namingFunction: () => crypto.randomUUID(),
    // The front has set what other origins may do.
    allowedOrigins: () => false,
    exposedHeaders: ["x-video-id", "x-recording-id"],
    onUploadCreate: async (_req, upload) => ({ metadata: { ...upload.metadata, [ownerKey]: String(underway.getStore()!.actor.userId) } }),
    onUploadFinish: async (_req, upload) => ({ headers: await finish(upload.id) }),
    onResponseError: (_req, error) => {
      // tus's own refusals are values with a status; anything else is ours to answer.
      if ("status_code" in error) return undefined;
      throw error;
    },
  });
  tus = { server, store, folder };
  return tus;
}

/** Makes the video of a complete upload, gives one its other source, or a recording its file. Doing it again answers the same. */
async function finish(uploadId: string): Promise<Became> {
  const state = underway.getStore()!;
  // Of one that was finished before, the bytes are gone.
  const upload = (await uploads().store.configstore.get(uploadId))!;
  const file = { uploadId, localFile: `${incomingFolder()}/${uploadId}`, sizeBytes: upload.size ?? upload.offset };
  const declared = readDeclared(upload.metadata);
  const became = await make(state.actor, declared, file);
  state.finishedId = uploadId;
  return became;
}

async function make(actor: UserActor, declared: ReturnType<typeof readDeclared>, file: CompleteFile): Promise<Became> {
  if ("recording" in declared) {
    if (!(await isSent(declared.recording))) await takeSentFile(actor, declared.recording, file.localFile);
    return { "x-recording-id": declared.recording };
  }
  const videoId = "replaces" in declared ? await replaceSource(actor, declared, file) : await createVideoFromUpload(actor, { ...file, metadata: declared });
  return { "x-video-id": String(videoId) };
}

/**
 * A request's bytes, read only when they are asked for: the body of a request that is refused unread is then thrown away
 * by Node, and the connection stays usable.
 */
function bodyOf(req: IncomingMessage): ReadableStream<Uint8Array> {
  let bytes: AsyncIterator<Uint8Array> | undefined;
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      bytes ??= req[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
      const { done, value } = await bytes.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}

/** The request as tus wants it. Its body is a stream: nothing of it is kept in memory. */
function webRequest(req: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  const hasBody = req.method === "POST" || req.method === "PATCH";
  const init: RequestInit & { duplex?: "half" } = { method: req.method, headers };
  if (hasBody) Object.assign(init, { body: bodyOf(req), duplex: "half" });
  return new Request(`http://localhost${rawPath(req)}`, init);
}

/** Sends tus's answer; its refusals in our form. */
async function sendTusAnswer(res: ServerResponse, response: Response): Promise<void> {
  const headers = Object.fromEntries(response.headers);
  if (response.status < 400) {
    res.writeHead(response.status, headers);
    if (!response.body || res.req.method === "HEAD") res.end();
    else await pipeline(Readable.fromWeb(response.body as never), res);
    return;
  }
  const { status } = response;
  const problem = { type: "about:blank", title: STATUS_CODES[status] ?? "Error", status, detail: (await response.text()).trim() };
  const body = Buffer.from(JSON.stringify(problem));
  res.writeHead(status, { ...headers, "content-type": "application/problem+json", "cache-control": "no-store", "content-length": body.length });
  res.end(res.req.method === "HEAD" ? undefined : body);
}

/** Answers for an upload whose bytes are complete: where it stands and what it became. */
function answerComplete(res: ServerResponse, status: number, sizeBytes: number, became: Became): void {
  res.writeHead(status, {
    "tus-resumable": "1.0.0", "upload-offset": sizeBytes, "upload-length": sizeBytes, ...became, "cache-control": "no-store",
  }).end();
}

/**
 * What is to be said about an upload before tus is asked: it is the person's own, and whether it is complete. A last
 * answer may have been lost on its way, or the video could not be written then: asking again gives or makes it.
 * @returns true when the request is answered
 */
async function answerKnown(req: IncomingMessage, res: ServerResponse, actor: UserActor, uploadId: string): Promise<boolean> {
  const video = await findVideoOfUpload(uploadId);
  const upload = (await uploads().store.getUpload(uploadId).catch(() => null)) ?? (await findTaken(uploadId));
  const ownerId = video ? video.ownerId : Number(upload?.metadata?.[ownerKey]);
  if (ownerId !== actor.userId) throw new AppError("not_found");
  const isComplete = video !== null || (upload !== null && upload.size === upload.offset);
  if (!isComplete) return false;
  if (req.method === "DELETE" && video) throw new AppError("conflict", "This upload is complete; delete the video instead.");
  const taken = upload?.metadata?.recording;
  if (req.method === "DELETE" && taken && (await isSent(taken))) throw new AppError("conflict", "This upload is complete; delete the recording instead.");
  if (req.method === "DELETE") return false;
  const sizeBytes = video?.sizeBytes ?? upload?.size ?? 0;
  const asksToWrite = req.method === "PATCH" && Number(req.headers["upload-offset"]) !== sizeBytes;
  if (asksToWrite) throw new AppError("conflict", "This upload is complete.");
  answerComplete(res, req.method === "PATCH" ? 204 : 200, sizeBytes, video ? { "x-video-id": String(video.id) } : await finish(uploadId));
  return true;
}

/** An upload whose bytes a recording has taken: what was declared of it is there until it expires. Null for any other. */
async function findTaken(uploadId: string): Promise<Upload | null> {
  const declared = await uploads().store.configstore.get(uploadId).catch(() => undefined);
  return declared?.metadata?.recording ? new Upload({ ...declared, id: uploadId, offset: declared.size ?? 0 }) : null;
}

const turns = new Map<number, Promise<unknown>>();

/** One after the other for each person: two uploads that begin at once must not share what is left of a quota. */
async function inTurn(userId: number, run: () => Promise<void>): Promise<void> {
  const turn = (turns.get(userId) ?? Promise.resolve()).then(run, run);
  turns.set(userId, turn);
  try {
    await turn;
  } finally {
    if (turns.get(userId) === turn) turns.delete(userId);
  }
}

async function begin(req: IncomingMessage, res: ServerResponse, actor: UserActor): Promise<void> {
  await checkNewUpload(actor, headerReader(req));
  await sendTusAnswer(res, await uploads().server.handleWeb(webRequest(req)));
}

async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const match = uploadPath.exec(rawPath(req));
  if (!match) throw new AppError("not_found");
  const uploadId = match[1];
  const methods = uploadId === undefined ? methodsOf.collection : methodsOf.upload;
  if (!methods.includes(req.method ?? "")) {
    res.setHeader("allow", methods.join(", "));
    throw new AppError("method_not_allowed");
  }
  if (req.method === "OPTIONS") return sendTusAnswer(res, await uploads().server.handleWeb(webRequest(req)));
  const actor = await identifyRequest(headerReader(req));
  if (actor.kind !== "user") throw new AppError("unauthenticated");
  const state = { actor, finishedId: undefined as string | undefined };
  // One request may carry gigabytes: it ends with the sign-in that it was begun under. What arrived is kept.
  const hold = holdForSession(actor.sessionId, () => req.destroy());
  try {
    await underway.run(state, async () => {
      if (uploadId === undefined) return inTurn(actor.userId, () => begin(req, res, actor));
      if (await answerKnown(req, res, actor, uploadId)) return;
      await sendTusAnswer(res, await uploads().server.handleWeb(webRequest(req)));
    });
  } finally {
    hold.release();
  }
  // tus looks at the bytes once more after the video was made of them.
  if (state.finishedId) await removeIncoming(state.finishedId);
}

/**
 * Resumable uploads (tus 1.0.0) outside of Next's body parsing. A session is needed for each request, what is declared
 * is checked before the first byte, and the last request's answer names the video.
 */
export async function handleUploads(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const path = rawPath(req);
  if (path !== basePath && !path.startsWith(`${basePath}/`)) return false;
  endUnread(req, res);
  await requestContext.run({ requestId: String(req.headers[requestIdHeader] ?? "none") }, async () => {
    try {
      await serve(req, res);
    } catch (error) {
      if (res.headersSent || res.destroyed) {
        res.destroy();
        return;
      }
      res.setHeader("tus-resumable", "1.0.0");
      await sendResponse(res, errorResponse(error, "problem"));
    }
  });
  return true;
}
