import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { guardChild } from "../server/setup/guard-client.mjs";
import { findFreePort } from "../server/setup/ports.mjs";
import { END_PLANS, endProcess } from "../server/setup/processes.mjs";
import { ROOT } from "../server/setup/root.mjs";

/** Ports that no other instance on this machine uses. */
export async function ownPorts() {
  const ports = {};
  for (const name of ["PORT", "WORKER_PORT", "POSTGRES_PORT", "LIVEKIT_PORT", "LIVEKIT_UDP_PORT"]) ports[name] = String(await findFreePort());
  return ports;
}

/**
 * Starts the whole product as a newcomer does, and waits until it says that it is ready.
 * @param {Record<string, string>} env at least DATA_DIR and the ports
 * @returns {Promise<{ url: string, seconds: number, accounts: Array<{ email: string, password: string }>, stop: () => Promise<void> }>}
 */
export async function startInstance(env) {
  const began = performance.now();
  const child = spawn(process.execPath, [path.join(ROOT, "server", "start.mjs")], { cwd: ROOT, env: { ...process.env, ...env, APP_URL: "" }, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  guardChild(child, "app");
  let said = "";
  const ready = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        said += text;
        const url = said.match(/^ATRIUM READY (\S+)$/m)?.[1];
        if (url) resolve(url);
      });
    }
  });
  const url = await Promise.race([ready, once(child, "exit").then(() => null)]);
  if (!url) throw new Error(`The product did not start. It said:\n${said}`);
  const accounts = [...said.matchAll(/(\S+@\S+)\s+(\S+)\s+(?:admin|moderator|user)\b/g)].map(([, email = "", password = ""]) => ({ email, password }));
  return { url, seconds: (performance.now() - began) / 1000, accounts, stop: () => endProcess(child.pid ?? 0, END_PLANS.app) };
}

/**
 * Runs a measurement on a product of its own, which is gone afterwards. `env` is what one of our modules needs to run on
 * its database, in a process of the bench.
 * @template T
 * @param {(world: Awaited<ReturnType<typeof startInstance>> & { ports: Record<string, string>, dir: string, env: NodeJS.ProcessEnv }) => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function withInstance(run) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  const ports = await ownPorts();
  const instance = await startInstance({ ...ports, DATA_DIR: path.join(dir, "data") });
  try {
    const secrets = JSON.parse(fs.readFileSync(path.join(dir, "data", "secrets.json"), "utf8"));
    const env = {
      ...process.env, NODE_ENV: "production", ATRIUM_PROFILE: "demo", APP_URL: instance.url, NEXTAUTH_URL: instance.url, AUTH_SECRET: secrets.authSecret, LOG_LEVEL: "silent",
      DATABASE_URL: `postgres://atrium:${secrets.postgresPassword}@127.0.0.1:${ports.POSTGRES_PORT}/atrium`, LIVEKIT_API_KEY: secrets.livekitApiKey, LIVEKIT_API_SECRET: secrets.livekitApiSecret,
    };
    return await run({ ...instance, ports, dir, env });
  } finally {
    await instance.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** @param {number} value @param {number} digits */
export const round = (value, digits = 1) => Number(value.toFixed(digits));
