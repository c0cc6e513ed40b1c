import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = { "@": path.resolve(import.meta.dirname) };
const exclude = ["**/node_modules/**", ".next*/**", ".build/**", ".data/**", "e2e/**"];

/** What the client of Postgres asks by itself on each new connection; nobody can catch that this was cut, by a test that cuts connections or the end of its database. */
function isOwnQuestion(error: object): boolean {
  const { code, query } = error as { code?: unknown; query?: unknown };
  return ["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "ECONNRESET", "EPIPE"].includes(String(code)) && String(query).includes("from pg_catalog.pg_type a");
}

export default defineConfig({
  test: {
    onUnhandledError: (error) => !isOwnQuestion(error),
    projects: [
      {
        resolve: { alias },
        test: { name: "unit", include: ["**/*.test.{ts,tsx,mjs}"], exclude: [...exclude, "**/*.int.test.*"], environment: "node", testTimeout: 15_000 },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["**/*.int.test.{ts,mjs}"],
          exclude,
          environment: "node",
          globalSetup: ["./db/testing-server.ts"],
          setupFiles: ["./db/testing.ts", "./lib/core/testing-patience.ts"],
          testTimeout: 60_000,
          // The default of one second is short while two files share a busy machine.
          expect: { poll: { timeout: 30_000, interval: 25 } },
          // Processes are killed and waited for on a shared machine; whatever needs the second attempt is named at the end.
          retry: process.env.CI ? 1 : 0,
          hookTimeout: 60_000,
          // Real Postgres, FFmpeg and processes: more files at once only make each slower on two cores.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
