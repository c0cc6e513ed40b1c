import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { secretsInLogs } from "@/server/setup/log-secrets.mjs";

/*
 * The whole product, once for all tests of a run, as `npm start` brings it up: its own data folder and ports, the build
 * that is there. For work on one test, ATRIUM_E2E_RUNNING names the data folder of a product that runs already, at
 * ATRIUM_E2E_PORT and the four ports after it.
 */

const running = process.env.ATRIUM_E2E_RUNNING;
const port = Number(process.env.ATRIUM_E2E_PORT ?? 21000);
const ports = { PORT: port, POSTGRES_PORT: port + 1, LIVEKIT_PORT: port + 2, LIVEKIT_UDP_PORT: port + 3, WORKER_PORT: port + 4 };
/** The build comes before; a cold machine still needs to make a database. */
const startTimeoutMs = 300_000;
const stopTimeoutMs = 40_000;

/** A caller's own services and settings are not the tests' business. */
const foreign = /^(DATABASE_|LIVEKIT_(URL|API_KEY|API_SECRET)|SMTP_|STORAGE|S3_|INNGEST_|APP_URL|HOST$|NODE_ENV|NEXTAUTH_|AUTH_|CORS_|FRONTEND_|npm_)/;

function environment(dataDir: string): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const own = Object.fromEntries(Object.entries(ports).map(([name, value]) => [name, String(value)]));
  return { ...kept, ...own, NODE_ENV: undefined, DATA_DIR: dataDir, ATRIUM_FAULTS: "1", STREAM_PRIVATE_HOSTS: "1", ATRIUM_END_WITH_PARENT: "1", LOG_LEVEL: process.env.LOG_LEVEL ?? "info" } as unknown as NodeJS.ProcessEnv;
}

/** Resolves with the address that the product prints last. @throws Error with what it said, when it ends before or takes too long */
function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`the product was not ready in time. It said:\n${said}`)), startTimeoutMs);
    const hear = (text: Buffer) => {
      said += text.toString();
      const url = /^ATRIUM READY (\S+)/m.exec(said)?.[1];
      if (!url) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the product ended with code ${code} at its start. It said:\n${said}`));
    });
  });
}

/** Ends the supervisor, which takes its parts along; kills it when it does not. Ours alone, by its own handle. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}

/** The installation's own secrets, by their names; none where the product did not come that far. */
function knownSecrets(dataDir: string): Record<string, string> {
  const file = path.join(dataDir, "secrets.json");
  const { livekitApiKey: _public, ...secrets } = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : {};
  return secrets;
}

/** What the tests themselves need to make rows and cookies: the variables that the product's processes have. */
function adopt(url: string, dataDir: string): void {
  const secrets = JSON.parse(readFileSync(path.join(dataDir, "secrets.json"), "utf8")) as Record<string, string>;
  Object.assign(process.env, {
    ATRIUM_PROFILE: "demo",
    ATRIUM_FAULTS: "1",
    APP_URL: url,
    NEXTAUTH_URL: url,
    PORT: String(ports.PORT),
    AUTH_SECRET: secrets.authSecret,
    DATABASE_URL: `postgres://atrium:${secrets.postgresPassword}@127.0.0.1:${ports.POSTGRES_PORT}/atrium`,
    DATABASE_POOL_SIZE: "3",
    LIVEKIT_URL: `ws://127.0.0.1:${ports.LIVEKIT_PORT}`,
    LIVEKIT_API_KEY: secrets.livekitApiKey,
    LIVEKIT_API_SECRET: secrets.livekitApiSecret,
    DATA_DIR: dataDir,
    LOG_LEVEL: "silent",
  });
}

/** Playwright's global set-up: starts the product and answers how to take it down. */
export default async function startProduct(): Promise<() => Promise<void>> {
  if (running) {
    adopt(`http://localhost:${port}`, running);
    return async () => {};
  }
  const dataDir = mkdtempSync(path.join(tmpdir(), "atrium-e2e-"));
  const child = spawn(process.execPath, ["server/start.mjs"], { env: environment(dataDir), stdio: ["ignore", "pipe", "pipe"] });
  const end = async () => {
    await stop(child);
    const leaks = secretsInLogs(path.join(dataDir, "logs"), knownSecrets(dataDir));
    rmSync(dataDir, { recursive: true, force: true });
    if (leaks.length > 0) throw new Error(`The logs of the run hold what nobody may find there:\n${leaks.slice(0, 20).join("\n")}`);
  };
  try {
    adopt(await untilReady(child), dataDir);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}
