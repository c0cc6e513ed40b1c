import http from "node:http";
import * as missed from "@/app/api/rooms/[id]/events/route";
import { env } from "@/lib/platform/env";
import { trustedProxies } from "@/server/gateway/client-address";
import { handleDirect } from "@/server/gateway/direct";
import { handleEvents, startEvents } from "@/server/gateway/events";
import { passFront } from "@/server/gateway/front";
import { rawPath, sendResponse } from "@/server/gateway/http";

/* For tests: what serves the chat, as a process of its own that can be killed, without the pages around it. */

const trusted = trustedProxies([]);
const missedPath = /^\/api\/rooms\/(\d+)\/events\/$/;

async function handle(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
  if (await passFront(req, res, trusted)) return;
  if (await handleEvents(req, res)) return;
  if (await handleDirect(req, res)) return;
  const [, id] = missedPath.exec(rawPath(req)) ?? [];
  if (id === undefined) return void res.writeHead(418).end();
  const request = new Request(`http://localhost${req.url}`, { headers: { cookie: req.headers.cookie ?? "" } });
  await sendResponse(res, await missed.GET(request, { params: Promise.resolve({ id }) }));
}

await startEvents({ sweepSeconds: 1 });
const server = http.createServer((req, res) => {
  handle(req, res).catch(() => res.destroy());
});
server.listen(env().PORT, "127.0.0.1", () => process.send?.({ type: "ready" }));
