import { spawn } from "node:child_process";
import { once } from "node:events";
import { guardChild } from "./setup/guard-client.mjs";
import { findFreePort } from "./setup/ports.mjs";
import { endProcess } from "./setup/processes.mjs";
import { findS3Server } from "./setup/s3-server.mjs";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * For tests: a real server of S3's protocol on 127.0.0.1 with one empty bucket, which forgets everything at its end.
 * @param {number} [port] a free one unless told
 * @returns {Promise<{ env: Record<string, string>, endpoint: string, bucket: string, port: number, pid: number, stop: () => Promise<void> }>}
 *   `env`: the settings of an installation that keeps its files there. `stop` kills it: a fault, not an orderly end
 * @throws when there is no such program, or it ends at once
 */
export async function startS3(port) {
  const program = findS3Server();
  if (!program) throw new Error("These tests need moto's S3 server. npm test installs one; by hand: pip install 'moto[server]', and name moto_server in S3_SERVER_PATH.");
  const chosen = port ?? (await findFreePort());
  const child = spawn(program, ["-H", "127.0.0.1", "-p", String(chosen)], { detached: true, stdio: "ignore" });
  guardChild(child, "app");
  const ended = once(child, "exit").then(() => true, () => true);
  const endpoint = `http://127.0.0.1:${chosen}`;
  const bucket = "atrium-files";
  for (;;) {
    const made = await fetch(`${endpoint}/${bucket}`, { method: "PUT" }).catch(() => null);
    if (made?.ok) break;
    if (await Promise.race([ended, pause(50).then(() => false)])) throw new Error("moto's S3 server ended at its start.");
  }
  const env = { STORAGE: "s3", STORAGE_S3_ENDPOINT: endpoint, STORAGE_S3_BUCKET: bucket, STORAGE_S3_ACCESS_KEY_ID: "test", STORAGE_S3_SECRET_ACCESS_KEY: "test-secret" };
  return { env, endpoint, bucket, port: chosen, pid: child.pid ?? 0, stop: () => endProcess(child.pid ?? 0, [["SIGKILL", 2000]]) };
}
