import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";
import type { Admission } from "@/lib/calls/commands/admit-connection";
import { clientAddressHeader } from "@/lib/http/request-info";
import { livekit } from "@/lib/platform/livekit/api";
import { livekitHttpUrl } from "@/lib/platform/livekit/client";
import { headerReader, queryOf, rawPath } from "@/server/gateway/http";

/** LiveKit's first answer within this, or it counts as away. */
const timeoutMs = 2500;
/** What LiveKit needs to see of a request. Cookies stay here. */
const forwardedHeaders = ["user-agent", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions", "sec-websocket-protocol"];

/** What LiveKit answered; with `socket` where it took the websocket. */
export type UpstreamAnswer = { response: IncomingMessage; socket?: Duplex; head: Buffer };

/** Asks LiveKit with the key that was made here, in the one place where it looks first, and with no other. */
function request(req: IncomingMessage, key: string, extra: Record<string, string>, signal: AbortSignal): Promise<UpstreamAnswer> {
  const headers: http.OutgoingHttpHeaders = { ...extra, authorization: `Bearer ${key}`, "x-forwarded-for": headerReader(req).get(clientAddressHeader) ?? "" };
  const query = queryOf(req);
  query.delete("access_token");
  for (const name of forwardedHeaders) if (req.headers[name] !== undefined) headers[name] = req.headers[name];
  const target = new URL(livekitHttpUrl());
  const { request: open } = target.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const upstream = open({ protocol: target.protocol, hostname: target.hostname, port: target.port, path: `${rawPath(req)}?${query}`, method: "GET", headers, agent: false, signal });
    upstream.setTimeout(timeoutMs, () => upstream.destroy(new Error("LiveKit did not answer in time")));
    upstream.on("error", reject);
    upstream.on("response", (response) => resolve({ response, head: Buffer.alloc(0) }));
    upstream.on("upgrade", (response, socket, head) => resolve({ response, socket, head }));
    upstream.end();
  });
}

/**
 * Takes somebody who was admitted to LiveKit. It says 404 where it does not hold the room: nobody is in the call yet, or
 * it was restarted. Then the room is opened and LiveKit asked once more; most connections find it open.
 * @throws AppError upstream_failed; whatever ends a connection
 */
export async function askLivekit(req: IncomingMessage, { key, room }: Admission, extra: Record<string, string>, signal: AbortSignal): Promise<UpstreamAnswer> {
  const first = await request(req, key, extra, signal);
  if (first.response.statusCode !== 404) return first;
  first.response.resume();
  await livekit().createRoom(room);
  return request(req, key, extra, signal);
}
