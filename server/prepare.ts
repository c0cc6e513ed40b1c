import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { env, EnvError } from "@/lib/platform/env";
import { closeBus } from "@/lib/platform/listen";
import { seedDemo } from "@/server/seed";

/** Brings the schema up to date and, outside production, makes the demo accounts; then tells the supervisor and ends. */
async function main(): Promise<void> {
  const { DATABASE_URL, ATRIUM_PROFILE } = env();
  const client = postgres(DATABASE_URL, { max: 1, onnotice: () => {} });
  await migrate(drizzle(client), { migrationsFolder: "db/migrations" });
  await client.end();
  const accounts = ATRIUM_PROFILE === "production" ? [] : await seedDemo();
  await closeBus();
  await closeDatabase();
  process.send?.({ type: "seeded", accounts });
  if (process.connected) process.disconnect();
}

main().catch((error: unknown) => {
  console.error(error instanceof EnvError ? error.message : error);
  process.exit(1);
});
