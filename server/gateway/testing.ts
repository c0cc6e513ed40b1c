import http from "node:http";
import type { AddressInfo } from "node:net";
import type { UserActor } from "@/lib/authz/actor";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { env } from "@/lib/platform/env";
import { trustedProxies } from "@/server/gateway/client-address";
import { passFront } from "@/server/gateway/front";

type Gateway = (req: http.IncomingMessage, res: http.ServerResponse) => Promise<boolean>;
export type Answer = { status: number; headers: http.IncomingHttpHeaders; body: Buffer; text: string };
export type Ask = { method?: string; cookie?: string; headers?: Record<string, string>; body?: Buffer | string };

/** A real server with the front and one gateway; what the gateway leaves is answered 418. */
export async function serveGateway(gateway: Gateway): Promise<{ port: number; ask: (path: string, ask?: Ask) => Promise<Answer>; stop: () => Promise<void> }> {
  const trusted = trustedProxies(env().TRUSTED_PROXIES);
  const server = http.createServer((req, res) => {
    void (async () => {
      if (await passFront(req, res, trusted)) return;
      if (!(await gateway(req, res))) res.writeHead(418).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    ask: (path, ask = {}) => request(port, path, ask),
    stop: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

/** One request whose path is sent exactly as given. */
function request(port: number, path: string, { method = "GET", cookie, headers = {}, body }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: "127.0.0.1", port, path, method, headers: { ...(cookie ? { cookie } : {}), ...headers } }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () => {
        const whole = Buffer.concat(chunks);
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: whole, text: whole.toString("utf8") });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The cookie of a live session of this person. */
export async function cookieOf(actor: UserActor): Promise<string> {
  return `${accessCookie}=${await mintSessionToken(actor.userId, actor.sessionId)}`;
}

type Event = { type: string; body: Record<string, unknown>; room_id?: number; version?: number };

/** A client of an event stream as a browser is one, but one that keeps the bytes. */
export class StreamReader {
  text = "";
  isClosed = false;
  private constructor(readonly request: http.ClientRequest, readonly response: http.IncomingMessage) {
    response.setEncoding("utf8");
    response.on("close", () => (this.isClosed = true));
    request.on("error", () => (this.isClosed = true));
  }

  /** @param reads false for one that lets its connection fill */
  static async open(url: string, cookie = "", reads = true): Promise<StreamReader> {
    const reader = await new Promise<StreamReader>((resolve, reject) => {
      const request = http.get(url, { headers: cookie ? { cookie } : {}, agent: false }, (response) => resolve(new StreamReader(request, response)));
      request.on("error", reject);
    });
    if (reads) reader.response.on("data", (text: string) => (reader.text += text));
    return reader;
  }

  get events(): Event[] {
    const whole = this.text.slice(0, this.text.lastIndexOf("\n\n") + 1);
    return whole.split("\n").filter((line) => line.startsWith("data: ")).map((line) => JSON.parse(line.slice(6)) as Event);
  }

  /** What it heard of a room, as `type version`. */
  heard(roomId: number): string[] {
    return this.events.filter((event) => event.room_id === roomId).map((event) => `${event.type} ${event.version}`);
  }

  drop(): void {
    this.request.destroy();
  }
}
