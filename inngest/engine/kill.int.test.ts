import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startPostgres } from "@/server/embedded/postgres.mjs";
import { bundleEntry } from "@/server/testing-bundle";

const runs = 150;
const workSteps = 5;
const kills = 6;

const entry = await bundleEntry("inngest/engine/kill-worker.fixture.ts");
let dir: string;
let server: Awaited<ReturnType<typeof startPostgres>>;
let database: Sql;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "atrium-kill-"));
  server = await startPostgres({ dir });
  database = postgres(server.url, { max: 3, onnotice: () => {} });
  await migrate(drizzle(postgres(server.url, { max: 1, onnotice: () => {}, idle_timeout: 1 })), { migrationsFolder: "db/migrations" });
  await database`create table step_start (run_id text, name text, at timestamptz not null default clock_timestamp())`;
}, 60_000);

afterAll(async () => {
  await database.end({ timeout: 1 });
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Keeps one worker running, as the supervisor does: whenever it ends, another one starts. */
class Supervisor {
  readonly ends: { code: number | null; signal: string | null }[] = [];
  said = "";
  private child: ChildProcess | undefined;
  private isOver = false;

  start(): void {
    const env = { ...process.env, DATABASE_URL: server.url, LOG_LEVEL: "warn" };
    const child = spawn(process.execPath, entry, { env, stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (this.said += String(text)));
    child.once("exit", (code, signal) => {
      this.ends.push({ code, signal });
      if (!this.isOver) this.start();
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  async stop(): Promise<void> {
    this.isOver = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  }
}

/** Waits until so many steps have been begun since the test started. While Postgres restarts there is no answer. */
async function untilStarts(count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const [row] = await database<{ count: string }[]>`select count(*) from step_start`;
      if (Number(row?.count) < count) throw new Error(`${row?.count} of ${count} steps were begun`);
    },
    { timeout: 150_000, interval: 20 },
  );
}

/** Postgres ends at once, without a word to its clients, and comes back on the same port. */
async function restartPostgres(): Promise<void> {
  const ended = once(server.child, "exit");
  server.child.kill("SIGQUIT");
  await ended;
  server = await startPostgres({ dir, port: server.port });
}

test(`${runs} runs of ${workSteps} steps outlive ${kills} kills of the worker and a crash of Postgres: every run completes, no finished step runs again`, { timeout: 400_000 }, async () => {
  for (let n = 0; n < runs; n++) await database`insert into engine.event (id, name, data) values (${`kill-${n}`}, 'kill/begun', ${database.json({ n })})`;
  const supervisor = new Supervisor();
  supervisor.start();
  const disturbances = kills + 1;
  for (let done = 1; done <= disturbances; done++) {
    await untilStarts(Math.floor((runs * workSteps * done) / (disturbances + 1)));
    if (done === 4) await restartPostgres();
    else supervisor.kill("SIGKILL");
  }
  await vi.waitFor(
    async () => {
      const rows = await database<{ status: string }[]>`select status from engine.run where ended_at is null`;
      const [all] = await database<{ count: string }[]>`select count(*) from engine.run`;
      if (rows.length > 0 || Number(all?.count) < runs) throw new Error(`${rows.length} of ${all?.count} runs are not over`);
    },
    { timeout: 150_000, interval: 100 },
  );
  await supervisor.stop();

  const outcomes = await database<{ n: number; status: string; output: number }[]>`
    select (event->'data'->>'n')::int as n, status, output from engine.run order by n`;
  expect(outcomes.map((run) => [run.n, run.status, run.output])).toEqual(Array.from({ length: runs }, (_, n) => [n, "completed", (n + 3) * 2]));

  const again = await database`
    select l.run_id, l.name from step_start l join engine.step s on s.run_id = l.run_id and s.name = l.name where l.at > s.ended_at`;
  expect(again).toHaveLength(0);
  const [counted] = await database<{ steps: string; starts: string; left: string }[]>`
    select (select count(*) from engine.step where is_done and kind = 'StepRun') as steps, (select count(*) from step_start) as starts, (select count(*) from engine.job) as left`;
  expect(Number(counted?.steps)).toBe(runs * workSteps);
  expect(Number(counted?.left)).toBe(0);
  // What was under way when the worker died began again: otherwise the kills hit nothing.
  expect(Number(counted?.starts)).toBeGreaterThan(runs * workSteps);

  expect(supervisor.ends.filter((end) => end.signal === "SIGKILL")).toHaveLength(kills);
  expect(supervisor.ends.filter((end) => end.code === 1)).toHaveLength(1);
  expect(supervisor.ends.at(-1)).toEqual({ code: 0, signal: null });
  expect(supervisor.said).toContain("the connection to Postgres that leads the jobs is gone");
  expect(supervisor.said).not.toContain("a rejection was not handled");
});
