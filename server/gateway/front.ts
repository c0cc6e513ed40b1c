import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { BlockList } from "node:net";
import { AppError } from "@/lib/core/errors";
import { errorResponse } from "@/lib/http/error-response";
import { corsHeaders, isOriginAccepted, preflightHeaders } from "@/lib/http/origin";
import { clientAddressHeader, requestIdHeader } from "@/lib/http/request-info";
import { isHttps } from "@/lib/platform/env";
import { clientAddress, isTrusted } from "@/server/gateway/client-address";
import { headerReader, rawPath, sendResponse } from "@/server/gateway/http";
import { forwardedHeader, isHandedOn, proxiedHeader } from "@/server/gateway/insiders";
import { isFileUpload } from "@/server/gateway/message-files";
import { setPagePolicy } from "@/server/gateway/page-policy";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Names that only we may set: stripped from what a client sends. */
const ownHeaders = [clientAddressHeader, forwardedHeader, proxiedHeader, requestIdHeader, "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-middleware-subrequest"];

const securityHeaders: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), autoplay=(self), picture-in-picture=(self), geolocation=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "x-frame-options": "DENY",
};

/** True for paths whose answers are data, never pages. */
export function isApiPath(path: string): boolean {
  return path.startsWith("/api/") || path.startsWith("/external-api/");
}

/** Next answers `*` or a broken escape (`%E0%A4%A`) with a bare 500, and `http://elsewhere/` with a redirect to there. */
function isReadable(path: string): boolean {
  if (!path.startsWith("/")) return false;
  try {
    // Postgres refuses NUL in a text; nothing is named with one.
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

/** Nobody types slower than this; a connection whose body does not come must not be held for ever. */
const bodyMs = 30_000;

/**
 * Ends a request whose body is not here in time: Node's own limit is off, because uploads last as long as they last.
 * Those have this time for what is left of a body after their answer.
 */
function limitBodyTime(req: IncomingMessage, res: ServerResponse, ms: number): void {
  if (req.headers["content-length"] === undefined && req.headers["transfer-encoding"] === undefined) return;
  const start = () => {
    const timer = setTimeout(() => {
      if (req.complete) return;
      if (!res.headersSent) res.writeHead(408, { connection: "close", "content-length": 0 }).end();
      req.socket.destroySoon();
    }, ms).unref();
    req.once("close", () => clearTimeout(timer));
  };
  const path = rawPath(req);
  if (path.startsWith("/api/uploads") || isFileUpload(req.method, path)) res.once("finish", start);
  else start();
}

/** Replaces what a client could forge by what our socket saw. */
export function stampRequest(req: IncomingMessage, trusted: BlockList): void {
  const address = clientAddress(req.socket.remoteAddress, headerReader(req).get("x-forwarded-for") ?? undefined, trusted);
  const wasHandedOn = isHandedOn(req, address);
  const wasProxied = req.headers["x-forwarded-for"] !== undefined && isTrusted(trusted, req.socket.remoteAddress);
  for (const name of ownHeaders) delete req.headers[name];
  req.headers[clientAddressHeader] = address;
  req.headers["x-forwarded-for"] = address;
  req.headers["x-forwarded-proto"] = isHttps() ? "https" : "http";
  req.headers[requestIdHeader] = randomUUID();
  if (wasHandedOn) req.headers[forwardedHeader] = "1";
  if (wasProxied) req.headers[proxiedHeader] = "1";
}

/**
 * Next compares an action's Origin with the Host itself, which proxies change. Ours has accepted the origin by its own
 * rule, so Next is told the host that it wants to see.
 */
function tellNextOrigin(req: IncomingMessage, origin: string | null): void {
  if (origin === null) return;
  req.headers["x-forwarded-host"] = URL.canParse(origin) ? new URL(origin).host : origin;
}

/**
 * What every request meets before anything else: known methods only, headers of ours stamped, security and CORS headers
 * on each answer, preflights answered, and the origin rule for all that changes state, pages and actions included.
 * Returns true when the request is answered.
 */
export async function passFront(req: IncomingMessage, res: ServerResponse, trusted: BlockList, { bodyTimeMs = bodyMs } = {}): Promise<boolean> {
  stampRequest(req, trusted);
  limitBodyTime(req, res, bodyTimeMs);
  const headers = headerReader(req);
  const method = req.method ?? "GET";
  for (const [name, value] of Object.entries(securityHeaders)) res.setHeader(name, value);
  if (isHttps()) res.setHeader("strict-transport-security", "max-age=31536000");
  res.setHeader(requestIdHeader, headers.get(requestIdHeader) as string);
  const path = rawPath(req);
  setPagePolicy(req, res, path);
  if (isApiPath(path)) {
    const origin = headers.get("origin");
    if (origin !== null) res.setHeader("vary", "Origin");
    for (const [name, value] of Object.entries(corsHeaders(origin))) res.setHeader(name, value);
    if (method === "OPTIONS" && headers.get("access-control-request-method")) {
      res.writeHead(204, preflightHeaders(origin)).end();
      return true;
    }
  }
  if (!methods.has(method)) {
    const response = errorResponse(new AppError("method_not_allowed"), "plain");
    response.headers.set("allow", [...methods].join(", "));
    await sendResponse(res, response);
    return true;
  }
  if (!isReadable(path)) {
    await sendResponse(res, errorResponse(new AppError("not_found"), "plain", headers.get("accept")));
    return true;
  }
  if (!isOriginAccepted(method, headers)) {
    await sendResponse(res, errorResponse(new AppError("foreign_origin"), "plain", headers.get("accept")));
    return true;
  }
  tellNextOrigin(req, headers.get("origin"));
  return false;
}
