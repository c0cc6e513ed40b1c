import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { effectsPath } from "@/lib/core/effects";
import { AppError } from "@/lib/core/errors";
import { findEffectFile } from "@/lib/platform/effects/effect-files";
import { errorResponse } from "@/lib/http/error-response";
import { headerReader, rawPath, sendResponse } from "@/server/gateway/http";

const prefix = "/effects/";
const packed = promisify(gzip);
type Made = { type: string; bytes: Buffer; gzipped: Buffer | null };

/** What was asked for once stays in memory: about 5 MB when all of it was. */
const made = new Map<string, Promise<Made>>();

async function make(name: string): Promise<Made> {
  const file = findEffectFile(name);
  if (!file) throw new AppError("not_found");
  const bytes = await file.read().catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? new AppError("not_found") : error;
  });
  // WebP is packed already.
  const gzipped = file.type.startsWith("image/") ? null : await packed(bytes, { level: 6 });
  return { type: file.type, bytes: gzipped ? Buffer.alloc(0) : bytes, gzipped };
}

function find(name: string): Promise<Made> {
  const before = made.get(name);
  if (before) return before;
  const making = make(name);
  made.set(name, making);
  making.catch(() => made.delete(name));
  return making;
}

async function bytesFor(req: IncomingMessage, name: string, { bytes, gzipped }: Made): Promise<{ body: Buffer; encoding: Record<string, string> }> {
  if (!gzipped) return { body: bytes, encoding: {} };
  if (/\bgzip\b/.test(String(req.headers["accept-encoding"] ?? ""))) return { body: gzipped, encoding: { "content-encoding": "gzip" } };
  return { body: await findEffectFile(name)!.read(), encoding: {} };
}

/**
 * What effects in a call load when somebody turns one on: the segmenter and its model, the noise worklet, pictures. All of
 * it from this origin and the same for everyone, so it needs no session and is kept for good. Answers true when the path
 * was one of these.
 */
export async function handleEffects(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const path = rawPath(req);
  if (!path.startsWith(prefix)) return false;
  try {
    if (req.method !== "GET" && req.method !== "HEAD") throw new AppError("method_not_allowed");
    if (!path.startsWith(`${effectsPath}/`)) throw new AppError("not_found");
    const name = path.slice(effectsPath.length + 1);
    const file = await find(name);
    const { body, encoding } = await bytesFor(req, name, file);
    res.writeHead(200, { "content-type": file.type, "content-length": body.length, "cache-control": "public, max-age=31536000, immutable", vary: "Accept-Encoding", ...encoding });
    res.end(req.method === "HEAD" ? undefined : body);
  } catch (error) {
    const response = errorResponse(error, "plain", headerReader(req).get("accept"));
    if (response.status === 405) response.headers.set("allow", "GET, HEAD");
    await sendResponse(res, response);
  }
  return true;
}
