import http from "node:http";
import { env } from "@/lib/platform/env";
import { trustedProxies } from "@/server/gateway/client-address";
import { passFront } from "@/server/gateway/front";
import { handleUploads } from "@/server/gateway/uploads";

/* For tests: what takes uploads, as a process of its own that can be killed, without the pages around it. */

const trusted = trustedProxies([]);

async function handle(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
  if (await passFront(req, res, trusted)) return;
  if (!(await handleUploads(req, res))) res.writeHead(418).end();
}

const server = http.createServer((req, res) => {
  handle(req, res).catch(() => res.destroy());
});
server.requestTimeout = 0;
server.listen(env().PORT, "127.0.0.1", () => process.send?.({ type: "ready" }));
