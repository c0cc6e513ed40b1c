import type { IncomingMessage, ServerResponse } from "node:http";

/** Reads headers of a node:http request the way the rest of the code reads those of a Request. */
export function headerReader(req: IncomingMessage): { get(name: string): string | null } {
  return {
    get(name) {
      const value = req.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
  };
}

/** The raw path: never decoded, never folded, so that `%2e%2e` stays what it is. */
export function rawPath(req: IncomingMessage): string {
  const url = req.url ?? "/";
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}

/** The query as we read it. */
export function queryOf(req: IncomingMessage): URLSearchParams {
  return new URLSearchParams((req.url ?? "").split("?").slice(1).join("?"));
}

/** Answers JSON from outside Next. */
export function sendJson(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body);
  res.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text), "cache-control": "no-store", ...headers });
  res.end(res.req.method === "HEAD" ? undefined : text);
}

/** Sends a fetch-style Response (an error of lib/http, the answer of a route) through node:http. */
export async function sendResponse(res: ServerResponse, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const cookies = response.headers.getSetCookie();
  res.writeHead(response.status, { ...Object.fromEntries(response.headers), ...(cookies.length > 0 ? { "set-cookie": cookies } : {}), "content-length": body.length });
  res.end(res.req.method === "HEAD" ? undefined : body);
}

const unreadGraceMs = 2_000;

/** A client whose body was refused half-way gets time to read the answer, then the connection ends. */
export function endUnread(req: IncomingMessage, res: ServerResponse): void {
  res.once("finish", () => {
    if (req.complete || !req.readableDidRead) return;
    setTimeout(() => {
      if (!req.complete) req.destroy();
    }, unreadGraceMs).unref();
  });
}
