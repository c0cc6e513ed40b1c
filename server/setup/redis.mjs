import fs from "node:fs";
import { findOnPath } from "./commands.mjs";
import { SetupError } from "./setup-error.mjs";
import { installSystemProgram } from "./system-packages.mjs";

/** Either serves the bus; which one there is depends on the system. */
const PROGRAMS = ["redis-server", "valkey-server"];

/**
 * A Redis or Valkey server on this machine: REDIS_SERVER_PATH, else the PATH.
 * @param {Record<string, string | undefined>} env
 * @returns {string | null}
 * @throws {SetupError} when REDIS_SERVER_PATH names nothing
 */
export function findRedis(env = process.env) {
  const given = env.REDIS_SERVER_PATH;
  if (given && !fs.existsSync(given)) throw new SetupError("REDIS_SERVER_PATH names a file that does not exist.");
  return given || (PROGRAMS.map((name) => findOnPath(name, env)).find((found) => found !== null) ?? null);
}

/**
 * The same, installed where it is missing: the tests of REALTIME_BUS=redis run against a real one.
 * @param {import("./terminal.mjs").Terminal} terminal
 * @param {Record<string, string | undefined>} [env]
 * @param {typeof installSystemProgram} [install]
 * @returns {Promise<string>}
 * @throws {SetupError}
 */
export async function ensureRedis(terminal, env = process.env, install = installSystemProgram) {
  const otherwise = "Install Redis or Valkey, or set REDIS_SERVER_PATH.";
  const found = findRedis(env);
  if (found) return found;
  await install("redis", { why: "Redis (for the tests)", otherwise, terminal, env });
  const installed = findRedis(env);
  if (!installed) throw new SetupError(`Redis was installed but is not on the PATH. ${otherwise}`);
  return installed;
}
