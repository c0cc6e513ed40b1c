import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../server/setup/root.mjs";
import { ownPorts, startInstance } from "./instance.mjs";

/**
 * What the check of the session costs a JSON route: processor time of `GET /api/rooms/` through its contract (session,
 * limits, parsing), against a bare handler with the same query and the same answer. In a process of its own, on the
 * database of an instance, without the server around it, which costs both the same.
 */
export async function measure() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  const ports = await ownPorts();
  const instance = await startInstance({ ...ports, DATA_DIR: path.join(dir, "data") });
  try {
    const secrets = JSON.parse(fs.readFileSync(path.join(dir, "data", "secrets.json"), "utf8"));
    const env = {
      ...process.env, NODE_ENV: "production", ATRIUM_PROFILE: "demo", APP_URL: instance.url, NEXTAUTH_URL: instance.url, AUTH_SECRET: secrets.authSecret, LOG_LEVEL: "silent",
      DATABASE_URL: `postgres://atrium:${secrets.postgresPassword}@127.0.0.1:${ports.POSTGRES_PORT}/atrium`, LIVEKIT_API_KEY: secrets.livekitApiKey, LIVEKIT_API_SECRET: secrets.livekitApiSecret,
    };
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "bench/session-check-inside.ts"], { cwd: ROOT, env });
    return JSON.parse(stdout);
  } finally {
    await instance.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}
