import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/core/errors";
import { errorResponse } from "@/lib/http/error-response";
import { identifyRequest } from "@/lib/http/identify";
import { requestIdHeader } from "@/lib/http/request-info";
import { log, requestContext } from "@/lib/platform/log";
import { storage } from "@/lib/platform/storage/storage";
import type { ByteRange, StoredObject } from "@/lib/platform/storage/types";
import { bestRendition } from "@/lib/videos/ladder";
import type { Playback } from "@/lib/videos/queries";
import { storyboard } from "@/lib/videos/storyboard";
import { headerReader, rawPath, sendResponse } from "@/server/gateway/http";
import { playbackFor } from "@/server/gateway/playback";
import { matchesEtag, parseRange } from "@/server/gateway/range";
import { matchVideoPath, type VideoFile, type VideoTarget } from "@/server/gateway/video-paths";

const allowedMethods = "GET, HEAD, OPTIONS";
/** A session that ends must not leave a list of addresses behind. */
const notKept = "private, no-store";
/** What a generation's name stands for never changes; only this browser keeps it. */
const keptByBrowser = "private, max-age=3600";

type Served = { key: string; type: string; cacheControl: string; generation: number; extra?: Record<string, string> };

/** Pictures are shown by pages of other origins too; the session rule is the same. */
const embeddable = { "cross-origin-resource-policy": "cross-origin" };

/** The stored object that a path names, or null. `asked` is the generation in a picture's query. */
function servedFile(file: VideoFile, outputs: readonly [Playback, ...Playback[]], asked: number | null): Served | null {
  const wanted = file.kind === "segment" ? file.generation : asked;
  const found = outputs.find((output) => output.generation === wanted);
  if (file.kind === "segment") {
    if (!found?.renditions.some((rendition) => rendition.name === file.rendition)) return null;
    return { key: `${found.storagePrefix}/${file.rendition}/${file.name}`, type: "video/mp2t", cacheControl: keptByBrowser, generation: found.generation };
  }
  const playlist = { type: "application/vnd.apple.mpegurl", cacheControl: notKept, generation: outputs[0].generation };
  if (file.kind === "master") return { key: `${outputs[0].storagePrefix}/master.m3u8`, ...playlist };
  if (file.kind === "index") {
    const best = bestRendition(file.rendition, outputs[0].renditions.map((rendition) => rendition.name));
    return best && { key: `${outputs[0].storagePrefix}/${best}/index.m3u8`, ...playlist };
  }
  const { storagePrefix, generation } = found ?? outputs[0];
  const picture = { cacheControl: keptByBrowser, generation, extra: embeddable };
  if (file.kind === "poster") return { key: `${storagePrefix}/poster.jpg`, type: "image/jpeg", ...picture };
  if (file.kind === "sheet") return { key: `${storagePrefix}/${file.name}`, type: "image/jpeg", ...picture };
  return { key: `${storagePrefix}/${storyboard.vttName}`, type: "text/vtt; charset=utf-8", ...picture };
}

function addVary(res: ServerResponse): void {
  const before = res.getHeader("vary");
  res.setHeader("vary", before ? `${String(before)}, Cookie` : "Cookie");
}

/** Sends an object or a part of it. An end of the connection ends the reading. */
async function send(req: IncomingMessage, res: ServerResponse, served: Served, object: StoredObject): Promise<void> {
  const headers = headerReader(req);
  const etag = `"${served.generation}-${object.sizeBytes.toString(16)}-${object.modifiedAt.getTime().toString(16)}"`;
  const common = { etag, "cache-control": served.cacheControl, "accept-ranges": "bytes", ...served.extra };
  if (matchesEtag(headers.get("if-none-match"), etag)) {
    res.writeHead(304, common).end();
    return;
  }
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
  const body = await storage().open(served.key, part);
  begin();
  try {
    await pipeline(body, res);
  } catch (error) {
    // The reader went away, or a file vanished under it: either way the connection is over.
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") log.warn({ err: error }, "a video file could not be sent to its end");
  }
}

/** The generation in `?g=`, which only makes addresses of pictures differ between outputs. */
function askedGeneration(req: IncomingMessage): number | null {
  const match = /[?&]g=(\d{1,9})(?:&|$)/.exec(req.url ?? "");
  return match ? Number(match[1]) : null;
}

async function serve(req: IncomingMessage, res: ServerResponse, target: VideoTarget | "unknown"): Promise<void> {
  if (req.method !== "GET" && req.method !== "HEAD") throw new AppError("method_not_allowed");
  if (target === "unknown") throw new AppError("not_found");
  const actor = await identifyRequest(headerReader(req));
  if (actor.kind !== "user") throw new AppError("unauthenticated", "Authentication credentials were not provided.");
  const served = servedFile(target.file, await playbackFor(actor, target.videoId), askedGeneration(req));
  const object = served && (await storage().stat(served.key));
  if (!served || !object) throw new AppError("not_found");
  await send(req, res, served, object);
}

/**
 * Playlists, segments and pictures of videos, before Next sees them: session first, then the video's own rule, then
 * bytes with their length, ranges and entity tags. Answers true when the path was one of these.
 */
export async function handleSegments(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const target = matchVideoPath(rawPath(req));
  if (target === null) return false;
  addVary(res);
  if (req.method === "OPTIONS") {
    res.writeHead(204, { allow: allowedMethods }).end();
    return true;
  }
  await requestContext.run({ requestId: String(req.headers[requestIdHeader] ?? "none") }, async () => {
    try {
      await serve(req, res, target);
    } catch (error) {
      if (res.headersSent) {
        res.destroy();
        return;
      }
      const response = errorResponse(error, "plain", headerReader(req).get("accept"));
      if (response.status === 405) response.headers.set("allow", allowedMethods);
      await sendResponse(res, response);
    }
  });
  return true;
}
