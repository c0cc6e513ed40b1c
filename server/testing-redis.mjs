import { spawn } from "node:child_process";
import fs from "node:fs";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import { guardChild } from "./setup/guard-client.mjs";
import { findFreePort } from "./setup/ports.mjs";
import { endProcess } from "./setup/processes.mjs";
import { findRedis } from "./setup/redis.mjs";

/**
 * For tests: a real Redis or Valkey on 127.0.0.1 that keeps nothing.
 * @param {number} [port] a free one unless told
 * @returns {Promise<{ url: string, port: number, pid: number, stop: () => Promise<void> }>} `stop` kills it: a fault, not an orderly end
 * @throws when there is no such program, or it ends at once
 */
export async function startRedis(port) {
  const program = findRedis();
  if (!program) throw new Error("These tests need a Redis or Valkey server. npm test installs one; by hand: apt-get install redis-server.");
  const chosen = port ?? (await findFreePort());
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-redis-"));
  const child = spawn(program, ["--port", String(chosen), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  guardChild(child, "app");
  child.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  let said = "";
  const ready = new Promise((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (/ready to accept connections/i.test(said)) resolve(true);
    });
  });
  const isReady = await Promise.race([ready, once(child, "exit").then(() => false, () => false)]);
  if (!isReady) throw new Error(`Redis ended at its start. It said:\n${said}`);
  return { url: `redis://127.0.0.1:${chosen}`, port: chosen, pid: child.pid ?? 0, stop: () => endProcess(child.pid ?? 0, [["SIGKILL", 2000]]) };
}
