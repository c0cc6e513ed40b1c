import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { RoomSequence, type MissedEvents } from "@/components/realtime/room-sequence";
import { isRoomEvent, parseWireEvent, versionsOf } from "@/components/realtime/wire";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { startPostgres, type RunningPostgres } from "@/server/embedded/postgres.mjs";
import { findFreePort } from "@/server/setup/ports.mjs";
import { bundleEntry } from "@/server/testing-bundle";
import { startRedis } from "@/server/testing-redis.mjs";

/*
 * Everything fails that can, while four people write all the time and three listen: connections are cut fifty times, the
 * processes that serve them are killed, Postgres is restarted, and so is Redis where it carries the wake-ups. The readers
 * are what a browser runs.
 */

const accounts = 120;
const readers = 3;
const cutsWanted = 50;
const entry = await bundleEntry("server/gateway/chat-web.fixture.ts");
const dir = mkdtempSync(path.join(tmpdir(), "atrium-gaps-"));
const until = async (reached: () => boolean) => void (await expect.poll(reached, { timeout: 90_000 }).toBe(true));

let server: RunningPostgres;
let redis: Awaited<ReturnType<typeof startRedis>> | null = null;
/** The web processes beside each other, each at its place. */
let webs: ChildProcess[] = [];
let ports: number[] = [];
let [serverPort, roomId] = [0, 0];
let cookies: string[] = [];

const startServer = async () => void (server = await startPostgres({ dir: path.join(dir, "cluster"), port: serverPort, database: "gaps" }));
const withRows = async <T>(run: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  return run(sql).finally(() => sql.end());
};

async function startWeb(place: number): Promise<void> {
  const bus = redis ? { REALTIME_BUS: "redis", REDIS_URL: redis.url } : {};
  const web = spawn(process.execPath, entry, { env: { ...process.env, ...bus, DATABASE_URL: server.url, PORT: String(ports[place]) }, stdio: ["ignore", "ignore", "ignore", "ipc"] });
  webs[place] = web;
  await once(web, "message");
}

async function startWebs(count: number): Promise<void> {
  ports = await Promise.all(Array.from({ length: count }, () => findFreePort()));
  webs = [];
  await Promise.all(ports.map((_, place) => startWeb(place)));
}

async function killWeb(place: number): Promise<void> {
  const web = webs[place];
  if (!web || web.exitCode !== null || web.signalCode !== null) return;
  const ended = once(web, "exit");
  web.kill("SIGKILL");
  await ended;
}

beforeAll(async () => {
  serverPort = await findFreePort();
  await startServer();
  await withRows(async (sql) => {
    await migrate(drizzle(sql), { migrationsFolder: "db/migrations" });
  });
  await withRows(async (sql) => {
    const people = await sql<{ id: number; session: string }[]>`
      with person as (insert into "user" (email, name, is_active, email_verified_at) select 'p' || n || '@example.test', 'P' || n, true, now() from generate_series(1, ${accounts}::int) n returning id)
      insert into session (user_id, refresh_hash, expires_at) select id, 'h' || id, now() + interval '1 day' from person returning user_id::int as id, id as session`;
    cookies = await Promise.all(people.map(async ({ id, session }) => `${accessCookie}=${await mintSessionToken(id, session)}`));
  });
}, 120_000);

afterEach(async () => {
  await Promise.all(webs.map((_, place) => killWeb(place)));
  await redis?.stop();
  redis = null;
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** A new room with everybody in it. */
async function openRoom(): Promise<void> {
  roomId = await withRows(async (sql) => {
    const [room] = await sql<{ id: number }[]>`insert into room (name, slug, member_count) values ('Gaps', ${randomUUID()}, ${accounts}) returning id::int as id`;
    await sql`insert into room_member (room_id, user_id, role) select ${room?.id ?? 0}, id, 'member' from "user"`;
    return room?.id ?? 0;
  });
}

let turns = 0;
/** As behind a proxy that sends each request to the next process. */
const url = (address: string) => `http://127.0.0.1:${ports[turns++ % ports.length]}${address}`;

/** Writes until told to stop; a message that is not acknowledged is sent again under its id. */
async function write(writer: number, state: { isOver: boolean; isGivenUp: boolean }, acknowledged: Map<string, number>): Promise<void> {
  for (let turn = 0; !state.isOver; turn += 1) {
    const [content, clientId] = [`${writer}-${turn}`, randomUUID()];
    const cookie = cookies[(turn * 4 + writer) % accounts] ?? "";
    while (!acknowledged.has(content) && !state.isGivenUp) {
      const answer = await fetch(url(`/api/rooms/${roomId}/messages/`), { method: "POST", headers: { cookie, "content-type": "application/json" }, body: JSON.stringify({ content, client_id: clientId }), signal: AbortSignal.timeout(20_000) }).catch(() => null);
      if (answer?.ok) acknowledged.set(content, ((await answer.json()) as { room: { version: number } }).room.version);
      else await pause(20);
    }
  }
}

/** What a browser does with its stream: comes back after each loss, with its place or without, drops repeats, fetches holes. */
class Reader {
  readonly got: { version: number; content: string }[] = [];
  cuts = 0;
  private connection: AbortController | null = null;
  private isOver = false;
  private readonly sequence: RoomSequence;

  constructor(private readonly cookie: string) {
    this.sequence = new RoomSequence({
      seen: 0,
      retryMs: 50,
      fetchMissed: async (after) => (await (await this.fetch(`/api/rooms/${roomId}/events/?after=${after}`)).json()) as MissedEvents,
      onEvent: ({ version, body }) => this.got.push({ version, content: String(body.content) }),
      onLost: () => this.got.push({ version: -1, content: "lost" }),
    });
  }

  get seen(): number {
    return this.got.at(-1)?.version ?? 0;
  }

  private async fetch(address: string): Promise<Response> {
    const answer = await fetch(url(address), { headers: { cookie: this.cookie }, signal: AbortSignal.timeout(20_000) });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer;
  }

  async run(): Promise<void> {
    while (!this.isOver) {
      this.connection = new AbortController();
      // Every second time the place is not told, so that the hello alone says what was missed.
      const since = this.cuts % 2 === 0 ? `?since=${roomId}:${this.seen}` : "";
      await this.listen(since, this.connection.signal).catch(() => pause(20));
    }
    this.sequence.stop();
  }

  private async listen(since: string, signal: AbortSignal): Promise<void> {
    const { body } = await fetch(url(`/api/events${since}`), { headers: { cookie: this.cookie }, signal });
    let text = "";
    for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(bytes).toString("utf8");
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) this.hear(line);
    }
  }

  private hear(line: string): void {
    const event = line.startsWith("data: ") ? parseWireEvent(line.slice(6)) : null;
    if (event?.type === "hello") this.sequence.catchUp(versionsOf(event).get(roomId) ?? 0);
    // Another room of theirs may have news as well.
    else if (event && isRoomEvent(event) && event.room_id === roomId) this.sequence.offer(event);
  }

  /** Cuts the connection where it stands. */
  cut(): void {
    this.cuts += 1;
    this.connection?.abort();
  }

  end(): void {
    this.isOver = true;
    this.connection?.abort();
  }
}

/** Waits until so many more messages were acknowledged. */
type More = (count: number) => Promise<void>;

/** Cuts one reader's connection after the other, in the middle of what comes. */
async function cutConnections(listening: readonly Reader[]): Promise<void> {
  for (let turn = 0; turn < cutsWanted; turn += 1) {
    const reader = listening[turn % readers];
    const before = reader?.got.length ?? 0;
    await until(() => (reader?.got.length ?? 0) >= before + 3);
    reader?.cut();
  }
}

/** Four write and three listen while `fail` goes on and fifty connections are cut; then everybody has everything, once and in order. */
async function expectNothingLost(fail: (more: More) => Promise<void>): Promise<void> {
  const state = { isOver: false, isGivenUp: false };
  const acknowledged = new Map<string, number>();
  const listening = Array.from({ length: readers }, (_, n) => new Reader(cookies[n] ?? ""));
  const reading = listening.map((reader) => reader.run());
  const writing = Array.from({ length: 4 }, (_, writer) => write(writer, state, acknowledged));
  const more: More = async (count) => {
    const wanted = acknowledged.size + count;
    await until(() => acknowledged.size >= wanted);
  };
  try {
    await Promise.all([cutConnections(listening), fail(more)]);
    state.isOver = true;
    await Promise.all(writing);
    const stored = await withRows((sql) => sql<{ version: number; content: string }[]>`select version::int, content from message where room_id = ${roomId} order by version`);
    await until(() => listening.every((reader) => reader.seen === stored.at(-1)?.version));

    expect(stored.map(({ version }) => version)).toEqual(stored.map((_, n) => n + 1));
    expect(stored.map(({ content }) => content).toSorted()).toEqual([...acknowledged.keys()].toSorted());
    for (const { content, version } of stored) expect([content, acknowledged.get(content)]).toEqual([content, version]);
    for (const reader of listening) expect(reader.got).toEqual(stored);
    expect(listening.reduce((sum, { cuts }) => sum + cuts, 0)).toBe(cutsWanted);
  } finally {
    // Also after a failure: a second attempt has the processes for itself.
    Object.assign(state, { isOver: true, isGivenUp: true });
    for (const reader of listening) reader.end();
    await Promise.all([...reading, ...writing]);
  }
}

test("through fifty lost connections, two killed processes and a restart of Postgres each acknowledged message comes to every reader once and in order", { timeout: 240_000 }, async () => {
  await openRoom();
  await startWebs(1);
  await expectNothingLost(async (more) => {
    await more(60);
    await killWeb(0);
    await startWeb(0);
    await more(60);
    await server.stop();
    await startServer();
    await more(60);
    await killWeb(0);
    await startWeb(0);
    await more(60);
  });
});

test("so it does with two processes beside each other on one database and Redis between them, when each of them is killed, and Redis, and Postgres restarted", { timeout: 240_000 }, async () => {
  await openRoom();
  redis = await startRedis();
  const { port } = redis;
  await startWebs(2);
  await expectNothingLost(async (more) => {
    await more(60);
    await killWeb(0);
    // The other one serves meanwhile.
    await more(30);
    await startWeb(0);
    await redis?.stop();
    await more(60);
    redis = await startRedis(port);
    await more(60);
    await server.stop();
    await startServer();
    await more(60);
    await killWeb(1);
    await startWeb(1);
    await more(60);
  });
});
