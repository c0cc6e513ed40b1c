import type { IncomingMessage, ServerResponse } from "node:http";
import { uploadFile } from "@/lib/chat/commands/upload-file";
import { discardFile } from "@/lib/chat/commands/remove-files";
import { getMessageFile } from "@/lib/chat/queries/message-files";
import { AppError, invalidFields } from "@/lib/core/errors";
import { contentDisposition } from "@/lib/core/file-name";
import { parseId } from "@/lib/core/ids";
import { settings } from "@/lib/core/settings";
import { errorResponse } from "@/lib/http/error-response";
import { identifyRequest } from "@/lib/http/identify";
import { requestIdHeader } from "@/lib/http/request-info";
import { consumeLimit } from "@/lib/platform/limiter";
import { requestContext } from "@/lib/platform/log";
import { endUnread, headerReader, queryOf, rawPath, sendJson, sendResponse } from "@/server/gateway/http";
import { answerWithObject, type ServedObject } from "@/server/gateway/send-object";
import { holdForSession } from "@/server/gateway/session-ends";

const uploadPath = /^\/api\/rooms\/([^/]+)\/files\/?$/;
const filePath = /^\/api\/rooms\/([^/]+)\/files\/([^/]+)\/(preview\/?)?$/;
const withoutSlash = /^\/api\/rooms\/[^/]+\/files\/[^/]+$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A browser keeps it and asks each time whether it still may show it: who has left, and what was deleted, is noticed at once. */
const askedEachTime = "private, no-cache";
/** Whatever a file is, nothing in it runs or loads, also when its address is opened by itself. */
const inert = { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox", "cross-origin-resource-policy": "same-origin" };

/** Where the bytes of a file go in, for whoever bounds the time of bodies: this one has its own bound. */
export function isFileUpload(method: string | undefined, path: string): boolean {
  return method === "POST" && uploadPath.test(path);
}

function idOf(text: string | undefined): number {
  const id = parseId(text ?? "");
  if (id === null) throw new AppError("not_found");
  return id;
}

async function find(req: IncomingMessage, [, room, file = "", preview]: RegExpExecArray): Promise<ServedObject> {
  const actor = await identifyRequest(headerReader(req));
  if (actor.kind !== "user" && actor.kind !== "guest") throw new AppError("unauthenticated", "Authentication credentials were not provided.");
  if (!uuid.test(file)) throw new AppError("not_found");
  const { name, kind, type, storagePrefix } = await getMessageFile(actor, idOf(room), file);
  if (preview !== undefined && kind !== "picture") throw new AppError("not_found");
  const disposition = contentDisposition(kind === "picture" ? "inline" : "attachment", name);
  const part = preview === undefined ? { key: `${storagePrefix}/whole`, type, tag: "w" } : { key: `${storagePrefix}/preview`, type: "image/webp", tag: "p" };
  return { ...part, cacheControl: askedEachTime, extra: { ...inert, "content-disposition": preview === undefined ? disposition : "inline" } };
}

/** The bytes as they come. Where none come any more the connection is ended, as Node does with one whose time is over. */
async function* bytesOf(req: IncomingMessage): AsyncGenerator<Uint8Array> {
  req.socket.setTimeout(settings.fileIdleSeconds * 1000);
  try {
    for await (const chunk of req) yield chunk as Uint8Array;
  } finally {
    req.socket.setTimeout(0);
  }
}

function declaredOf(req: IncomingMessage): { name: string; sizeBytes: number } {
  const length = req.headers["content-length"];
  if (length === undefined || !/^\d{1,15}$/.test(length)) throw invalidFields({ "Content-Length": ["The size of the file must be told in bytes."] });
  const query = queryOf(req);
  const names = query.getAll("name");
  const [unknown] = [...query.keys()].filter((key) => key !== "name");
  if (unknown !== undefined) throw invalidFields({ [unknown]: ["This field is not known."] });
  if (names.length !== 1) throw invalidFields({ name: ["Tell the name of the file."] });
  return { name: names[0] ?? "", sizeBytes: Number(length) };
}

async function receive(req: IncomingMessage, res: ServerResponse, room: string | undefined): Promise<void> {
  const actor = await identifyRequest(headerReader(req));
  if (actor.kind !== "user") throw new AppError("unauthenticated", "Authentication credentials were not provided.");
  await consumeLimit("uploadFilePerUser", `u${actor.userId}`);
  const roomId = idOf(room);
  const hold = holdForSession(actor.sessionId, () => req.destroy());
  try {
    sendJson(res, 201, await uploadFile(actor, roomId, declaredOf(req), bytesOf(req)));
  } finally {
    hold.release();
  }
}

async function discard(req: IncomingMessage, res: ServerResponse, [, room, file = ""]: RegExpExecArray): Promise<void> {
  const actor = await identifyRequest(headerReader(req));
  if (actor.kind !== "user") throw new AppError("unauthenticated", "Authentication credentials were not provided.");
  if (!uuid.test(file)) throw new AppError("not_found");
  await discardFile(actor, idOf(room), file);
  res.writeHead(204, { "cache-control": "no-store" }).end();
}

async function answer(req: IncomingMessage, res: ServerResponse, allow: string, run: () => Promise<void>): Promise<void> {
  endUnread(req, res);
  await requestContext.run({ requestId: String(req.headers[requestIdHeader] ?? "none") }, async () => {
    try {
      await run();
    } catch (error) {
      // Whoever sent it is gone.
      if (res.headersSent || res.destroyed) return void res.destroy();
      const refused = errorResponse(error, "problem");
      if (refused.status === 405) refused.headers.set("allow", allow);
      await sendResponse(res, refused);
    }
  });
}

/**
 * Files of messages, before Next sees them: an upload is a stream that nothing keeps in memory, and each file is asked for
 * with the right to read its room. Answers true when the path was one of these.
 */
export async function handleMessageFiles(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const path = rawPath(req);
  const upload = uploadPath.exec(path);
  if (upload) {
    const allow = "POST, OPTIONS";
    await answer(req, res, allow, async () => {
      if (req.method === "OPTIONS") return void res.writeHead(204, { allow }).end();
      if (req.method !== "POST") throw new AppError("method_not_allowed");
      await receive(req, res, upload[1]);
    });
    return true;
  }
  const file = filePath.exec(withoutSlash.test(path) ? `${path}/` : path);
  if (!file) return false;
  const isWhole = file[3] === undefined;
  if (req.method === "DELETE" && isWhole) await answer(req, res, "", () => discard(req, res, file));
  else await answerWithObject(req, res, () => find(req, file), isWhole ? "GET, HEAD, DELETE, OPTIONS" : undefined);
  return true;
}
