import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, inject } from "vitest";

/** Set-up of each integration test file: a database of its own, copied from the migrated template, and a data folder. */
const serverUrl = inject("databaseServerUrl");
const name = `test_${randomUUID().replaceAll("-", "")}`;
const dataDir = mkdtempSync(path.join(tmpdir(), "atrium-data-"));

function admin() {
  const url = new URL(serverUrl);
  url.pathname = "/postgres";
  return postgres(url.href, { max: 1, onnotice: () => {} });
}

const creating = admin();
await creating.unsafe(`create database ${name} template template_atrium`);
await creating.end();

const url = new URL(serverUrl);
url.pathname = `/${name}`;
Object.assign(process.env, {
  NODE_ENV: "test",
  ATRIUM_PROFILE: "development",
  DATABASE_URL: url.href,
  DATABASE_POOL_SIZE: "6",
  AUTH_SECRET: "a-secret-for-tests-that-is-long-enough",
  NEXTAUTH_URL: "http://localhost:3000",
  LIVEKIT_API_KEY: "APItest",
  LIVEKIT_API_SECRET: "a-livekit-secret-for-tests-long-enough",
  LIVEKIT_URL: "ws://127.0.0.1:9",
  DATA_DIR: dataDir,
  LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
});

afterAll(async () => {
  // Imported late: the environment above must be there before any module of ours reads it.
  const { closeDatabase } = await import("@/db/client");
  await closeDatabase();
  const dropping = admin();
  await dropping.unsafe(`drop database if exists ${name} with (force)`);
  await dropping.end();
  rmSync(dataDir, { recursive: true, force: true });
});
