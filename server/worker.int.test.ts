import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { sql, transaction } from "@/db/client";
import { recordEvent } from "@/lib/platform/jobs";
import { bundleEntry } from "@/server/testing-bundle";

type Worker = { child: ChildProcess; port: number; said: () => string; isReady: Promise<void>; end: Promise<number | null> };
// Processes start slowly on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 120_000 });
const entry = await bundleEntry("server/worker.ts");
const children = new Set<ChildProcess>();

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function startWorker(env: Record<string, string> = {}): Promise<Worker> {
  const port = await freePort();
  const child = spawn(process.execPath, entry, { env: { ...process.env, LOG_LEVEL: "info", WORKER_PORT: String(port), ...env }, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  children.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (said += String(text)));
  const isReady = new Promise<void>((resolve) => child.on("message", (message) => (message as { type?: string }).type === "ready" && resolve()));
  const end = once(child, "exit").then(([code]) => {
    children.delete(child);
    return code as number | null;
  });
  return { child, port, said: () => said, isReady, end };
}

const get = async (port: number, path: string) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return [response.status, await response.json()] as const;
};

test("the worker says when it leads, tells its health on loopback, and ends in order on SIGTERM", async () => {
  const worker = await startWorker();
  await worker.isReady;
  expect(await get(worker.port, "/healthz")).toEqual([200, { status: "ok" }]);
  expect(await get(worker.port, "/readyz")).toEqual([200, { status: "leading" }]);
  expect((await get(worker.port, "/api/inngest"))[0]).toBe(404);
  worker.child.kill("SIGTERM");
  expect(await worker.end).toBe(0);
});

test("a second worker is ready as a stand-by and leads when the first is killed; a leader that Postgres drops ends on purpose", async () => {
  const first = await startWorker();
  await first.isReady;
  const second = await startWorker();
  await second.isReady;
  expect(await get(second.port, "/readyz")).toEqual([200, { status: "standby" }]);
  first.child.kill("SIGKILL");
  await vi.waitFor(async () => expect(await get(second.port, "/readyz")).toEqual([200, { status: "leading" }]), { timeout: 15_000, interval: 50 });
  await sql()`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
  expect(await second.end).toBe(1);
  expect(second.said()).toContain("the connection to Postgres that leads the jobs is gone");
});

test("a worker that starts before Postgres waits for it, is not ready, and can be stopped", async () => {
  const worker = await startWorker({ DATABASE_URL: `postgres://x:x@127.0.0.1:${await freePort()}/none` });
  await vi.waitFor(() => expect(worker.said()).toContain("waits for Postgres"), { timeout: 15_000, interval: 50 });
  expect(await get(worker.port, "/readyz")).toEqual([503, { status: "starting" }]);
  worker.child.kill("SIGTERM");
  expect(await worker.end).toBe(0);
});

test("a bad environment is told in words, and a taken port in one sentence", async () => {
  const bad = await startWorker({ AUTH_SECRET: "short" });
  expect(await bad.end).toBe(1);
  expect(bad.said()).toContain("AUTH_SECRET: must have at least 32 characters");
  expect(bad.said()).not.toContain("    at ");
  const holder = net.createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address() as net.AddressInfo;
  const refused = await startWorker({ WORKER_PORT: String(port) });
  expect(await refused.end).toBe(1);
  expect(refused.said()).toContain(`Port ${port} is in use by another program. Stop it or set WORKER_PORT.`);
  holder.close();
});

test("with a real Inngest named, the worker serves the functions and forwards recorded events with their ids", async () => {
  const received: { path: string; events: { id: string; name: string; data: unknown }[] }[] = [];
  const inngest = http.createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    received.push({ path: req.url ?? "", events: JSON.parse(Buffer.concat(parts).toString()) as never });
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ids: ["x"], status: 200 }));
  }).listen(0, "127.0.0.1");
  await once(inngest, "listening");
  const { port } = inngest.address() as net.AddressInfo;
  await transaction((tx) => recordEvent(tx, { name: "video/uploaded", data: { id: 7 }, id: "upload-7" }));
  const worker = await startWorker({ INNGEST_DEV: `http://127.0.0.1:${port}`, INNGEST_EVENT_KEY: "key" });
  await worker.isReady;
  expect(await get(worker.port, "/readyz")).toEqual([200, { status: "serving" }]);
  const [status, served] = await get(worker.port, "/api/inngest");
  expect([status, (served as { mode?: string }).mode]).toEqual([200, "dev"]);
  await expect.poll(async () => (await sql()`select from engine.event where id = 'upload-7' and routed_at is not null`).length).toBe(1);
  expect(received.map((call) => [call.path, call.events.map((event) => [event.id, event.name, event.data])])).toEqual([["/e/key", [["upload-7", "video/uploaded", { id: 7 }]]]]);
  worker.child.kill("SIGTERM");
  expect(await worker.end).toBe(0);
  inngest.close();
});
