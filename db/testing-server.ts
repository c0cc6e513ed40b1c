import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startPostgres } from "../server/embedded/postgres.mjs";

declare module "vitest" {
  interface ProvidedContext {
    databaseServerUrl: string;
  }
}

/** One real Postgres for the run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(path.join(tmpdir(), "atrium-test-"));
  const server = await startPostgres({ dir: path.join(dir, "postgres"), port: 0, database: "template_atrium", durable: false });
  const client = postgres(server.url, { max: 1, onnotice: () => {} });
  await migrate(drizzle(client), { migrationsFolder: "db/migrations" });
  await client.end();
  project.provide("databaseServerUrl", server.url);
  return async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
}
