import http, { type IncomingMessage, type ServerResponse } from "node:http";
import https from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { admitConnection } from "@/lib/calls/commands/admit-connection";
import { tryReconcileCalls } from "@/lib/calls/reconcile";
import { isAppError } from "@/lib/core/errors";
import { isOwnOrigin } from "@/lib/http/origin";
import { clientAddressHeader, requestIdHeader } from "@/lib/http/request-info";
import { livekitHttpUrl } from "@/lib/platform/livekit/client";
import { readJoinToken } from "@/lib/platform/livekit/tokens";
import { log, requestContext } from "@/lib/platform/log";
import { headerReader, rawPath } from "@/server/gateway/http";

/*
 * The only way from a browser to LiveKit, which listens on loopback. A token alone opens nothing: LiveKit renews tokens
 * and ignores their revocation, so each connection is asked about anew. Addresses hold tokens: never log a query.
 */

/** LiveKit's first answer within this, or it counts as away. */
const upstreamTimeoutMs = 2500;
const socketPaths = new Set(["/rtc", "/rtc/v1"]);
const validatePaths = new Set(["/rtc/validate", "/rtc/v1/validate"]);
/** What LiveKit needs to see of a request. Cookies stay here. */
const forwardedHeaders = ["user-agent", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions", "sec-websocket-protocol"];

/** The query as we read it: LiveKit is sent this reading, since Go reads some queries differently (it drops pairs with a `;`). */
function queryOf(req: IncomingMessage): URLSearchParams {
  return new URLSearchParams((req.url ?? "").split("?").slice(1).join("?"));
}

type Refusal = { status: 401 | 403 | 404 | 405 | 500 | 502; text: string };
/** The key that LiveKit is given for this connection, or why it is not asked at all. */
type Decision = { key: string } | Refusal;
const livekitAway: Refusal = { status: 502, text: "calls are not available right now" };
const notAdmitted: Refusal = { status: 403, text: "not admitted to this call" };

function tokenOf(req: IncomingMessage): string {
  const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? "")?.[1];
  return bearer ?? queryOf(req).get("access_token") ?? "";
}

async function judge(req: IncomingMessage): Promise<Decision> {
  const origin = headerReader(req).get("origin");
  if (origin !== null && !isOwnOrigin(origin)) return { status: 403, text: "foreign origin" };
  // LiveKit would let the holder publish under further identities (`u7#anything`), which no removal of `u7` reaches.
  if (queryOf(req).has("publish")) return notAdmitted;
  const claims = await readJoinToken(tokenOf(req));
  if (!claims) return { status: 401, text: "the token is not valid" };
  return { key: await admitConnection(claims) };
}

async function decide(req: IncomingMessage): Promise<Decision> {
  try {
    return await judge(req);
  } catch (error) {
    if (isAppError(error)) return error.code === "upstream_failed" ? livekitAway : notAdmitted;
    log.error({ err: error }, "the signalling gate could not decide");
    return { status: 500, text: "something went wrong on our side" };
  }
}

/** Asks LiveKit with the key that was made here, in the one place where it looks first, and with no other. */
function requestUpstream(req: IncomingMessage, key: string, extra: Record<string, string>): http.ClientRequest {
  const headers: http.OutgoingHttpHeaders = { ...extra, authorization: `Bearer ${key}`, "x-forwarded-for": headerReader(req).get(clientAddressHeader) ?? "" };
  const query = queryOf(req);
  query.delete("access_token");
  for (const name of forwardedHeaders) if (req.headers[name] !== undefined) headers[name] = req.headers[name];
  const target = new URL(livekitHttpUrl());
  const { request } = target.protocol === "https:" ? https : http;
  const upstream = request({ protocol: target.protocol, hostname: target.hostname, port: target.port, path: `${rawPath(req)}?${query}`, method: "GET", headers, agent: false });
  upstream.setTimeout(upstreamTimeoutMs, () => upstream.destroy(new Error("LiveKit did not answer in time")));
  return upstream;
}

/** LiveKit's refusal as ours: "not found" and faults are all "away" to a client, which then tries again. */
function statusFrom(upstreamStatus: number): number {
  return upstreamStatus === 404 || upstreamStatus >= 500 ? 502 : upstreamStatus;
}

function inContext(req: IncomingMessage, run: () => Promise<void>): Promise<void> {
  return requestContext.run({ requestId: headerReader(req).get(requestIdHeader) ?? "none" }, run);
}

function answer(res: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  if (res.headersSent) return;
  res.writeHead(status, { "content-type": "text/plain; charset=utf-8", "content-length": Buffer.byteLength(text), "cache-control": "no-store", ...headers });
  res.end(res.req.method === "HEAD" ? undefined : text);
}

/** `/rtc/validate` and `/rtc/v1/validate`: where a client asks why its websocket was refused. All else under /rtc is 404. */
export async function handleSignalling(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const path = rawPath(req);
  if (path !== "/rtc" && !path.startsWith("/rtc/")) return false;
  if (!validatePaths.has(path)) answer(res, 404, "not found");
  else if (req.method !== "GET") answer(res, 405, "GET only", { allow: "GET" });
  else await inContext(req, () => validate(req, res));
  return true;
}

async function validate(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const decision = await decide(req);
  if (!("key" in decision)) return answer(res, decision.status, decision.text);
  await new Promise<void>((resolve) => {
    const upstream = requestUpstream(req, decision.key, {});
    upstream.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text = (text + part).slice(0, 1000)));
      response.on("end", () => {
        const status = statusFrom(response.statusCode ?? 502);
        answer(res, status, status === 502 ? livekitAway.text : text);
      });
      response.on("close", resolve);
    });
    upstream.on("error", (error) => {
      log.warn({ err: error }, "LiveKit did not answer the signalling gate");
      answer(res, livekitAway.status, livekitAway.text);
      resolve();
    });
    upstream.end();
  });
}

function refuseSocket(socket: Duplex, status: number, text: string): void {
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? "Refused"}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`);
}

/** The websocket of someone who is admitted, piped on to LiveKit as it is. Never rejects. */
export function handleSignallingUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  return inContext(req, async () => {
    socket.on("error", () => socket.destroy());
    if (!socketPaths.has(rawPath(req)) || req.method !== "GET" || req.headers.upgrade?.toLowerCase() !== "websocket") return refuseSocket(socket, 404, "not found");
    const decision = await decide(req);
    if (!("key" in decision)) return refuseSocket(socket, decision.status, decision.text);
    if (!socket.destroyed) connect(req, decision.key, socket, head);
  });
}

const open = new Set<Duplex>();

function connect(req: IncomingMessage, key: string, socket: Duplex, head: Buffer): void {
  const upstream = requestUpstream(req, key, { connection: "Upgrade", upgrade: "websocket" });
  const giveUp = () => upstream.destroy();
  socket.once("close", giveUp);
  upstream.on("error", (error) => {
    if (socket.destroyed) return;
    log.warn({ err: error }, "LiveKit did not answer the signalling gate");
    refuseSocket(socket, livekitAway.status, livekitAway.text);
  });
  upstream.on("response", (response) => {
    response.resume();
    refuseSocket(socket, statusFrom(response.statusCode ?? 502), http.STATUS_CODES[response.statusCode ?? 502] ?? "Refused");
  });
  upstream.on("upgrade", (response, upstreamSocket, upstreamHead) => {
    socket.off("close", giveUp);
    join(socket, upstreamSocket);
    const lines = ["HTTP/1.1 101 Switching Protocols"];
    for (let index = 0; index < response.rawHeaders.length; index += 2) lines.push(`${response.rawHeaders[index]}: ${response.rawHeaders[index + 1]}`);
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    if (upstreamHead.length > 0) socket.write(upstreamHead);
    if (head.length > 0) upstreamSocket.write(head);
    upstreamSocket.pipe(socket);
    socket.pipe(upstreamSocket);
  });
  upstream.end();
}

/** Ties two sockets: when one is gone, so is the other. */
function join(socket: Duplex, upstreamSocket: Duplex): void {
  open.add(socket);
  for (const [one, other] of [[socket, upstreamSocket], [upstreamSocket, socket]] as const) {
    // A websocket may be silent for as long as it likes; LiveKit pings and ends dead ones.
    if (one instanceof Socket) one.setTimeout(0).setNoDelay(true).setKeepAlive(true, 30_000);
    one.on("error", () => one.destroy());
    one.on("close", () => other.destroy());
  }
  socket.on("close", () => open.delete(socket));
}

/** Once at the start: calls that ended or began while nobody listened to webhooks. Never rejects; the job repeats it each minute. */
export async function startSignalling(): Promise<void> {
  try {
    await tryReconcileCalls();
  } catch (error) {
    log.error({ err: error }, "calls could not be compared with LiveKit at the start");
  }
}

/** Ends every signalling connection at shutdown: media flows on, and clients reconnect to the next process. */
export function closeSignalling(): void {
  for (const socket of open) socket.destroy();
}
