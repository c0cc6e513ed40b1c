import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { errorResponse } from "@/lib/http/error-response";
import { requestIdHeader } from "@/lib/http/request-info";
import { env } from "@/lib/platform/env";
import { log, requestContext } from "@/lib/platform/log";
import { storage } from "@/lib/platform/storage/storage";
import type { ByteRange, ObjectToSend } from "@/lib/platform/storage/types";
import { headerReader, sendResponse } from "@/server/gateway/http";
import { proxiedHeader } from "@/server/gateway/insiders";
import { matchesEtag, parseRange } from "@/server/gateway/range";

const allowedMethods = "GET, HEAD, OPTIONS";
/** For what a session that ends must not leave behind in a browser. */
export const notKept = "private, no-store";

/** Where nginx finds the files of the disk storage: a location that only its upstream can send it to (deploy/nginx). */
const accelPrefix = "/_atrium_files/";

/**
 * An object of the storage as it is sent; `tag` begins its entity tag. `mayBeElsewhere`: its headers are no part of its
 * protection, so that a browser may be sent to the service that keeps it.
 */
export type ServedObject = { key: string; type: string; cacheControl: string; tag: string; extra?: Record<string, string>; mayBeElsewhere?: boolean };

/** A short text that is made for the answer, or bytes that are in memory; `tag` is their entity tag where it is known. */
export type ServedText = { text: string | Buffer; type: string; cacheControl: string; tag?: string };

function sendText(req: IncomingMessage, res: ServerResponse, { text, type, cacheControl, tag }: ServedText): void {
  const etag = `"${tag ?? createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const common = { etag, "cache-control": cacheControl };
  if (matchesEtag(headerReader(req).get("if-none-match"), etag)) res.writeHead(304, common).end();
  else res.writeHead(200, { ...common, "content-type": type, "content-length": Buffer.byteLength(text) }).end(req.method === "HEAD" ? undefined : text);
}

function addVary(res: ServerResponse): void {
  const before = res.getHeader("vary");
  res.setHeader("vary", before ? `${String(before)}, Cookie` : "Cookie");
}

/**
 * Lets somebody else send what may be read: a server in front of us that this request came through, or the service that
 * keeps the object. A page of another origin is never sent elsewhere: its browser would then ask there as nobody.
 * @returns false where it is ours to send
 */
async function handOver(req: IncomingMessage, res: ServerResponse, served: ServedObject): Promise<boolean> {
  const { STORAGE_DELIVERY: delivery } = env();
  if (delivery === "accel" && req.headers[proxiedHeader] !== undefined) {
    const { key, type, cacheControl, extra } = served;
    res.writeHead(200, { "content-type": type, "cache-control": cacheControl, ...extra, "x-accel-redirect": `${accelPrefix}${key}`, "content-length": 0 }).end();
    return true;
  }
  if (delivery !== "redirect" || !served.mayBeElsewhere || req.method !== "GET" || req.headers.origin !== undefined) return false;
  const address = await storage().addressOf(served.key, served, settings.storageAddressSeconds);
  if (address === null) return false;
  res.writeHead(302, { location: address, "cache-control": notKept, "content-length": 0 }).end();
  return true;
}

/** Sends an object or a part of it. An end of the connection ends the reading. */
async function send(req: IncomingMessage, res: ServerResponse, served: ServedObject, object: ObjectToSend): Promise<void> {
  const headers = headerReader(req);
  const etag = `"${served.tag}-${object.sizeBytes.toString(16)}-${object.modifiedAt.getTime().toString(16)}"`;
  const common = { etag, "cache-control": served.cacheControl, "accept-ranges": "bytes", ...served.extra };
  if (matchesEtag(headers.get("if-none-match"), etag)) {
    res.writeHead(304, common).end();
    return;
  }
  if (await handOver(req, res, served)) return;
  const ifRange = headers.get("if-range");
  const range = parseRange(ifRange === null || ifRange === etag ? headers.get("range") : null, object.sizeBytes);
  if (range === "unsatisfiable") {
    res.writeHead(416, { ...common, "cache-control": notKept, "content-range": `bytes */${object.sizeBytes}`, "content-length": 0 }).end();
    return;
  }
  const part: ByteRange = range === "whole" ? { start: 0, end: object.sizeBytes - 1 } : range;
  const answer = { ...common, "content-type": served.type, "content-length": part.end - part.start + 1 };
  const begin = () => (range === "whole" ? res.writeHead(200, answer) : res.writeHead(206, { ...answer, "content-range": `bytes ${part.start}-${part.end}/${object.sizeBytes}` }));
  if (req.method === "HEAD" || object.sizeBytes === 0) {
    begin().end();
    return;
  }
  try {
    await object.send(part, res, begin);
  } catch (error) {
    if (!res.headersSent) throw error;
    // The reader went away, or a file vanished under it: either way the connection is over.
    if (!res.destroyed) log.warn({ err: error }, "a file could not be sent to its end");
    res.destroy();
  }
}

/**
 * Answers GET and HEAD with an object of the storage: length, type, ranges and entity tag. `find` decides which, and
 * refuses by throwing; its refusals become the answer. `allow`: where its path takes other methods too.
 */
export async function answerWithObject(req: IncomingMessage, res: ServerResponse, find: () => Promise<ServedObject | ServedText>, allow = allowedMethods): Promise<void> {
  addVary(res);
  if (req.method === "OPTIONS") {
    res.writeHead(204, { allow }).end();
    return;
  }
  await requestContext.run({ requestId: String(req.headers[requestIdHeader] ?? "none") }, async () => {
    try {
      if (req.method !== "GET" && req.method !== "HEAD") throw new AppError("method_not_allowed");
      const served = await find();
      if ("text" in served) return sendText(req, res, served);
      const object = await storage().openToSend(served.key);
      if (!object) throw new AppError("not_found");
      try {
        await send(req, res, served, object);
      } finally {
        object.release();
      }
    } catch (thrown) {
      if (res.headersSent) {
        res.destroy();
        return;
      }
      // Removed between the question and the reading.
      const error = (thrown as NodeJS.ErrnoException).code === "ENOENT" ? new AppError("not_found") : thrown;
      const response = errorResponse(error, "plain", headerReader(req).get("accept"));
      if (response.status === 405) response.headers.set("allow", allow);
      await sendResponse(res, response);
    }
  });
}
