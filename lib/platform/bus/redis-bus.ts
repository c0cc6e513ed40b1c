import { createClient } from "@redis/client";
import { BusAwayError, type BusDriver } from "@/lib/platform/bus/driver";
import { log } from "@/lib/platform/log";

/** A connection that is silent for longer than a ping and its answer take is gone, whatever the kernel believes. */
const [pingMs, silentMs, connectMs, sendMs] = [5_000, 12_000, 5_000, 2_000];
const longestPauseMs = 2_000;

function connect(url: string) {
  return createClient({
    url,
    // What pub/sub needs is in every Redis and Valkey by the older protocol.
    RESP: 2,
    disableClientInfo: true,
    // What cannot be sent now is no news later: nothing piles up while the server is away.
    disableOfflineQueue: true,
    pingInterval: pingMs,
    socket: {
      connectTimeout: connectMs,
      socketTimeout: silentMs,
      reconnectStrategy: (retries: number) => Math.min(50 * 2 ** Math.min(retries, 10), longestPauseMs) + Math.floor(Math.random() * 50),
    },
  });
}
type Client = ReturnType<typeof connect>;

/** One kept connection to the server that comes back by itself; tells the log once when it is lost and once when it is there again. */
class Line {
  client: Client;
  /** Connected, and what was to be done then is done. */
  isUp = false;
  private isLost = false;
  private isClosed = false;
  /** Resolves with the first connection, or with the first failure to get one. */
  private firstTry: Promise<void> = Promise.resolve();

  constructor(private readonly url: string, private readonly purpose: "send" | "hear", private readonly onReady: () => Promise<void> = async () => {}) {
    this.client = this.open();
  }

  private open(): Client {
    const client = connect(this.url);
    this.firstTry = new Promise((resolve) => {
      client.on("error", (error: unknown) => {
        if (client === this.client) this.noteLost(error);
        resolve();
      });
      client.on("ready", () => {
        this.onReady()
          .then(() => this.noteReady(), (error: unknown) => this.failReady(client, error))
          .finally(resolve);
      });
    });
    // Goes on trying by itself; each failure is told by the event.
    client.connect().catch((error: unknown) => this.noteLost(error));
    return client;
  }

  private noteLost(error: unknown): void {
    this.isUp = false;
    if (this.isLost || this.isClosed) return;
    this.isLost = true;
    log.error({ err: error, purpose: this.purpose }, "Redis is away: what is new is found by sweeps until it is back");
  }

  /** Connected and still of no use, as without the right to subscribe: from the beginning, in a while. */
  private failReady(client: Client, error: unknown): void {
    this.noteLost(error);
    setTimeout(() => {
      if (client === this.client && client.isReady && !this.isClosed) this.renew(error);
    }, longestPauseMs).unref();
  }

  private noteReady(): void {
    this.isUp = true;
    if (this.isLost) log.info({ purpose: this.purpose }, "Redis is back");
    this.isLost = false;
  }

  tried(): Promise<void> {
    return this.firstTry;
  }

  /** Runs a command against a clock. @throws BusAwayError while there is no connection */
  async ask<T>(command: (client: Client) => Promise<T>): Promise<T> {
    await this.firstTry;
    const { client } = this;
    if (!client.isReady) throw new BusAwayError();
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // What is written goes nowhere and keeps the connection from looking silent.
        this.renew(new Error("no answer in time"));
        reject(new BusAwayError());
      }, sendMs);
    });
    return Promise.race([command(client), silence])
      .catch((error: unknown) => {
        throw client.isReady && client === this.client ? error : new BusAwayError();
      })
      .finally(() => clearTimeout(timer));
  }

  private renew(reason: unknown): void {
    this.noteLost(reason);
    const old = this.client;
    this.client = this.open();
    old.destroy();
  }

  close(): void {
    this.isClosed = true;
    if (this.client.isOpen) this.client.destroy();
  }
}

/**
 * Redis or Valkey for many web processes: `publish` and `subscribe`, nothing is stored there. Its own line for hearing, as
 * the protocol wants it. `channel` keeps installations apart that share a server.
 */
export function redisBus(url: string, channel: string): BusDriver {
  let sending: Line | undefined;
  let hearing: Line | undefined;
  const sender = () => (sending ??= new Line(url, "send"));
  return {
    send: async (batch) => void (await sender().ask((client) => client.publish(channel, batch))),
    listen: async (onBatch, onReset) => {
      hearing = new Line(url, "hear", async () => {
        // The client repeats a subscription by itself before it is ready again; then this asks nothing.
        await hearing?.client.subscribe(channel, onBatch);
        onReset();
      });
      // Made now, so that nobody's first news waits for a connection.
      await Promise.all([hearing.tried(), sender().tried()]);
    },
    check: async () => {
      await sender().ask((client) => client.ping());
      if (hearing && !hearing.isUp) throw new BusAwayError();
    },
    close: async () => {
      for (const line of [sending, hearing]) line?.close();
    },
  };
}
