import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { admitConnection, type Admission } from "@/lib/calls/commands/admit-connection";
import { tryReconcileCalls } from "@/lib/calls/reconcile";
import { isAppError } from "@/lib/core/errors";
import { isOwnOrigin } from "@/lib/http/origin";
import { requestIdHeader } from "@/lib/http/request-info";
import { readJoinToken } from "@/lib/platform/livekit/tokens";
import { log, requestContext } from "@/lib/platform/log";
import { countGateWith, metrics } from "@/lib/platform/metrics";
import { headerReader, queryOf, rawPath } from "@/server/gateway/http";
import { askLivekit, type UpstreamAnswer } from "@/server/gateway/livekit-upstream";

/*
 * The only way from a browser to LiveKit, which listens on loopback. A token alone opens nothing: LiveKit renews tokens
 * and ignores their revocation, so each connection is asked about anew. Addresses hold tokens: never log a query.
 */

const socketPaths = new Set(["/rtc", "/rtc/v1"]);
const validatePaths = new Set(["/rtc/validate", "/rtc/v1/validate"]);
/** Why somebody does not come through: what they are told, and the reason by which it is counted. */
type Refusal = { status: 401 | 403 | 500 | 502; text: string; reason: string };
const livekitAway: Refusal = { status: 502, text: "calls are not available right now", reason: "livekit_away" };
const notAdmitted = (reason: string): Refusal => ({ status: 403, text: "not admitted to this call", reason });

function tokenOf(req: IncomingMessage): string {
  const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? "")?.[1];
  return bearer ?? queryOf(req).get("access_token") ?? "";
}

async function judge(req: IncomingMessage): Promise<Admission | Refusal> {
  const origin = headerReader(req).get("origin");
  if (origin !== null && !isOwnOrigin(origin)) return { status: 403, text: "foreign origin", reason: "foreign_origin" };
  // LiveKit would let the holder publish under further identities (`u7#anything`), which no removal of `u7` reaches.
  if (queryOf(req).has("publish")) return notAdmitted("second_identity");
  const claims = await readJoinToken(tokenOf(req));
  return claims ? admitConnection(claims) : { status: 401, text: "the token is not valid", reason: "invalid_token" };
}

function refusalOf(error: unknown): Refusal {
  if (!isAppError(error)) {
    log.error({ err: error }, "the signalling gate could not decide");
    return { status: 500, text: "something went wrong on our side", reason: "fault" };
  }
  return error.code === "upstream_failed" ? livekitAway : notAdmitted(error.code);
}

/** LiveKit's answer to somebody who is admitted. Its "not found" and its faults are all "away" to a client, which then tries again. */
async function reach(req: IncomingMessage, admission: Admission, extra: Record<string, string>, signal: AbortSignal): Promise<UpstreamAnswer | Refusal> {
  try {
    const upstream = await askLivekit(req, admission, extra, signal);
    const { statusCode = 502 } = upstream.response;
    if (statusCode !== 404 && statusCode < 500) return upstream;
    upstream.response.resume();
    return livekitAway;
  } catch (error) {
    if (signal.aborted) return { ...livekitAway, reason: "gave_up" };
    log.warn({ err: error }, "LiveKit did not answer the signalling gate");
    return livekitAway;
  }
}

/** Decides about a connection and takes it to LiveKit; each is counted by how it ended, with the time until then. */
async function pass(req: IncomingMessage, extra: Record<string, string>, signal: AbortSignal): Promise<UpstreamAnswer | Refusal> {
  const began = performance.now();
  const decision = await judge(req).catch(refusalOf);
  const outcome = "key" in decision ? await reach(req, decision, extra, signal) : decision;
  metrics().gateConnections.inc({ outcome: "reason" in outcome ? outcome.reason : (outcome.response.statusCode ?? 502) < 400 ? "admitted" : "refused_by_livekit" });
  metrics().gateSeconds.observe((performance.now() - began) / 1000);
  return outcome;
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
  const outcome = await pass(req, {}, whenClosed(res));
  if ("reason" in outcome) return answer(res, outcome.status, outcome.text);
  let text = "";
  outcome.response.setEncoding("utf8").on("data", (part: string) => (text = (text + part).slice(0, 1000)));
  await new Promise<void>((resolve) => outcome.response.on("close", resolve));
  answer(res, outcome.response.statusCode ?? 502, text);
}

/** Aborts when the one who asks is gone. */
function whenClosed(side: ServerResponse | Duplex): AbortSignal {
  const controller = new AbortController();
  side.once("close", () => controller.abort());
  return controller.signal;
}

function refuseSocket(socket: Duplex, status: number, text: string): void {
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? "Refused"}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`);
}

/** The websocket of someone who is admitted, piped on to LiveKit as it is. Never rejects. */
export function handleSignallingUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  return inContext(req, async () => {
    socket.on("error", () => socket.destroy());
    if (!socketPaths.has(rawPath(req)) || req.method !== "GET" || req.headers.upgrade?.toLowerCase() !== "websocket") return refuseSocket(socket, 404, "not found");
    const outcome = await pass(req, { connection: "Upgrade", upgrade: "websocket" }, whenClosed(socket));
    if ("reason" in outcome) return refuseSocket(socket, outcome.status, outcome.text);
    connect(outcome, socket, head);
  });
}

const open = new Set<Duplex>();
countGateWith(() => open.size);

function connect({ response, socket: upstreamSocket, head: upstreamHead }: UpstreamAnswer, socket: Duplex, head: Buffer): void {
  if (!upstreamSocket) {
    response.resume();
    return refuseSocket(socket, response.statusCode ?? 502, http.STATUS_CODES[response.statusCode ?? 502] ?? "Refused");
  }
  if (socket.destroyed) return void upstreamSocket.destroy();
  join(socket, upstreamSocket);
  const lines = ["HTTP/1.1 101 Switching Protocols"];
  for (let index = 0; index < response.rawHeaders.length; index += 2) lines.push(`${response.rawHeaders[index]}: ${response.rawHeaders[index + 1]}`);
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  if (upstreamHead.length > 0) socket.write(upstreamHead);
  if (head.length > 0) upstreamSocket.write(head);
  upstreamSocket.pipe(socket);
  socket.pipe(upstreamSocket);
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
