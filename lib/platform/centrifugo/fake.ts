import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { env } from "@/lib/platform/env";

/** How the next requests are answered: by its rules, or wrongly in one way. */
export type Fault = "works" | "server error" | "no json" | "closes" | "heard, then closes" | "internal error" | "refuses one channel" | "short answer";
type Publication = { type: string; body: Record<string, unknown> };
type Broadcast = { channels: string[]; data: Publication; idempotency_key: string };

/**
 * For tests: what we use of Centrifugo's HTTP API, behind a real server, which forgets nothing of what it was sent and
 * fails in every way on demand.
 */
export class FakeCentrifugo {
  /** Of each channel what was published, in order; a repeat under a known key is dropped, as Centrifugo does. */
  readonly heard = new Map<string, Publication[]>();
  /** Every broadcast as it came, repeats included. */
  readonly asked: Broadcast[] = [];
  fault: Fault = "works";
  /** Waits before each answer, so that others may happen meanwhile. */
  delayMs = 0;
  private readonly keys = new Set<string>();
  private readonly server = http.createServer((req, res) => void this.answer(req, res));

  static async start(): Promise<FakeCentrifugo> {
    const fake = new FakeCentrifugo();
    await new Promise<void>((resolve) => fake.server.listen(0, "127.0.0.1", resolve));
    const { port } = fake.server.address() as AddressInfo;
    Object.assign(env(), { CENTRIFUGO_API_URL: `http://127.0.0.1:${port}/api`, CENTRIFUGO_API_KEY: "an-api-key", CENTRIFUGO_TOKEN_SECRET: "a-token-secret-for-tests-that-is-long" });
    return fake;
  }

  async stop(): Promise<void> {
    Object.assign(env(), { CENTRIFUGO_API_URL: undefined, CENTRIFUGO_API_KEY: undefined, CENTRIFUGO_TOKEN_SECRET: undefined });
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What a person's channel was told of a room, as `type version`. */
  of(userId: number, roomId: number): string[] {
    const told = (this.heard.get(`personal:${userId}`) ?? []).map(({ type, body }) => ({ type, room: body.room as { id: number; version: number } }));
    return told.filter(({ room }) => room.id === roomId).map(({ type, room }) => `${type} ${room.version}`);
  }

  private async answer(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
    let text = "";
    for await (const part of req.setEncoding("utf8")) text += part;
    await pause(this.delayMs);
    const { fault } = this;
    if (req.headers["x-api-key"] !== "an-api-key") return void res.writeHead(401).end();
    if (fault === "closes") return void req.socket.destroy();
    if (fault === "server error") return void res.writeHead(503).end("away");
    if (fault === "no json") return void res.writeHead(200).end("<html>");
    if (fault === "internal error") return void send(res, { error: { code: 100, message: "internal server error" } });
    if (req.url !== "/api/broadcast") return void send(res, { result: { nodes: [{ version: "6.0.0" }] } });
    const asked = JSON.parse(text) as Broadcast;
    this.asked.push(asked);
    const responses = asked.channels.map((channel, n) => (fault === "refuses one channel" && n === 0 ? { error: { code: 102, message: "unknown channel" } } : this.publish(channel, asked)));
    if (fault === "heard, then closes") return void req.socket.destroy();
    send(res, { result: { responses: fault === "short answer" ? responses.slice(1) : responses } });
  }

  private publish(channel: string, { data, idempotency_key }: Broadcast): object {
    const key = `${channel} ${idempotency_key}`;
    if (!this.keys.has(key)) this.heard.set(channel, [...(this.heard.get(channel) ?? []), data]);
    this.keys.add(key);
    return { result: {} };
  }
}

function send(res: http.ServerResponse, body: unknown): void {
  res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}
