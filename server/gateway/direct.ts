import type { IncomingMessage, ServerResponse } from "node:http";
import * as messageSearch from "@/app/api/messages/search/route";
import * as rooms from "@/app/api/rooms/route";
import * as messages from "@/app/api/rooms/[id]/messages/route";
import * as here from "@/app/api/rooms/[id]/here/route";
import * as typing from "@/app/api/rooms/[id]/typing/route";
import * as joinToken from "@/app/api/rooms/[id]/token/route";
import { settings } from "@/lib/core/settings";
import type { Method } from "@/lib/http/contract";
import { rawPath, sendResponse } from "@/server/gateway/http";

/*
 * Route handlers that this process calls by itself: Next spends two to three milliseconds of processor time around each,
 * several times what a key to a call, a message or a list takes. They stay routes, so that everything that looks at routes sees them.
 */

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Direct = { path: RegExp; /** What its group is called; the list has none. */ param?: string; methods: Record<Method | "HEAD" | "OPTIONS", Handler> };

const directs: Direct[] = [
  { path: /^\/api\/messages\/search\/?$/, methods: messageSearch },
  { path: /^\/api\/rooms\/?$/, methods: rooms },
  { path: /^\/api\/rooms\/([^/]+)\/messages\/?$/, param: "id", methods: messages },
  { path: /^\/api\/rooms\/([^/]+)\/here\/?$/, param: "id", methods: here },
  { path: /^\/api\/rooms\/([^/]+)\/typing\/?$/, param: "id", methods: typing },
  { path: /^\/api\/rooms\/([^/]+)\/token\/?$/, param: "id", methods: joinToken },
];

/** The body, up to one chunk beyond what a handler takes: it is the one who refuses it. What comes later is dropped. */
function readBody(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = () => resolve(Buffer.concat(chunks));
    req.on("data", (chunk: Buffer) => {
      if (size > settings.jsonBodyBytes) return;
      size += chunk.length;
      chunks.push(chunk);
      if (size > settings.jsonBodyBytes) done();
    });
    req.once("end", done).once("close", done);
  });
}

async function toRequest(req: IncomingMessage): Promise<Request> {
  const method = req.method ?? "GET";
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  // As with Next the host means nothing: links come from APP_URL.
  return new Request(`http://localhost${req.url}`, method === "GET" || method === "HEAD" ? { method, headers } : { method, headers, body: new Uint8Array(await readBody(req)) });
}

/** Answers the paths above before Next sees them; true when the request was one of those. */
export async function handleDirect(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const path = rawPath(req);
  for (const direct of directs) {
    const found = direct.path.exec(path);
    const handler = direct.methods[req.method as Method];
    if (!found || !handler) continue;
    const params = Promise.resolve<Record<string, string>>(direct.param ? { [direct.param]: decodeURIComponent(found[1] ?? "") } : {});
    await sendResponse(res, await handler(await toRequest(req), { params }));
    return true;
  }
  return false;
}
