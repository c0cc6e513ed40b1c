import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** Starts a process of the product with this environment alone and waits for its end. */
function start(entry: string, environment: Record<string, string>) {
  const run = spawnSync(process.execPath, ["--import", "tsx", entry], { env: { PATH: process.env.PATH, NODE_ENV: "production", ...environment } as unknown as NodeJS.ProcessEnv, encoding: "utf8", timeout: 60_000 });
  return { code: run.status, said: run.stdout + run.stderr };
}

test.each(["server/web.ts", "server/worker.ts", "server/prepare.ts"])("%s refuses a bad environment: every mistake is named, no value printed, exit 1", (entry) => {
  const { code, said } = start(entry, { AUTH_SECRET: "short-and-secret", DATABASE_URL: "mysql://root:hunter2@db", PORT: "http", LIVEKIT_API_KEY: "k", LIVEKIT_API_SECRET: "tiny-secret", APP_URL: "ftp://x" });
  expect(code).toBe(1);
  for (const name of ["AUTH_SECRET", "DATABASE_URL", "PORT", "LIVEKIT_API_SECRET", "APP_URL"]) expect(said).toContain(`${name}:`);
  expect(said).not.toMatch(/short-and-secret|hunter2|tiny-secret|ftp:/);
  expect(said).not.toContain("    at ");
});
