import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { afterEach } from "vitest";

const children = new Set<ChildProcess>();

afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

async function freePort(): Promise<string> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return String(port);
}

/** For tests: the real worker process on this file's database and data folder. It ends with the test. */
export async function startWorker(more: Record<string, string> = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "server/worker.ts"], {
    env: { ...process.env, WORKER_PORT: await freePort(), ...more }, stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  children.add(child);
  return child;
}

/** Ends a worker as a crash does, and waits until it is gone. */
export async function killWorker(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
