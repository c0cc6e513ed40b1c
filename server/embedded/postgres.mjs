import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { guardChild } from "../setup/guard-client.mjs";
import { findFreePort, requirePort } from "../setup/ports.mjs";
import { END_PLANS, endProcess, sleep } from "../setup/processes.mjs";
import { SetupError } from "../setup/setup-error.mjs";
import { createCluster, findPrograms, stopLeftOver } from "./postgres-files.mjs";
import { chooseUser } from "./postgres-user.mjs";

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "128MB",
  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
};

/** For tests: a crash of the machine may lose everything, a crash of Postgres nothing. */
const FAST = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/**
 * @typedef {object} PostgresOptions
 * @property {string} dir data folder, made when missing
 * @property {number} [port] 0 = any free one; the default
 * @property {string} [user]
 * @property {string} [password] of the user when the data folder is made; the same at each later start
 * @property {string} [database] made when missing
 * @property {(line: string) => void} [log] what Postgres says
 * @property {boolean} [durable] false = tests: no waiting for the disk
 *
 * @typedef {object} RunningPostgres
 * @property {string} url
 * @property {number} port
 * @property {number} pid
 * @property {import("node:child_process").ChildProcess} child its `exit` tells of a death that nobody asked for
 * @property {() => Promise<void>} stop resolves when it is gone; safe to call again
 */

/**
 * Starts a real Postgres from the programs of an npm package: on 127.0.0.1 only, no unix socket, passwords by
 * SCRAM. A Postgres left running on the same folder is stopped first; one that was killed recovers. Ends with the
 * calling process, even after kill -9 of it.
 * @param {PostgresOptions} options
 * @returns {Promise<RunningPostgres>}
 * @throws {SetupError} a taken port, no programs for this platform, a folder that cannot be used, a wrong password
 */
export async function startPostgres({ dir, port = 0, user = "atrium", password = "atrium", database = "atrium", log = () => {}, durable = true }) {
  const folder = path.resolve(dir);
  const program = findPrograms();
  const as = chooseUser(folder, program("postgres"));
  await stopLeftOver(folder, log);
  if (port) await requirePort(port, "Postgres", "POSTGRES_PORT");
  if (!fs.existsSync(path.join(folder, "PG_VERSION"))) createCluster({ dir: folder, initdb: program("initdb"), as, user, password });

  const settings = Object.entries({ ...SETTINGS, ...(durable ? {} : FAST) }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const launch = async () => {
    const chosen = port || (await findFreePort());
    const [command = "", ...args] = [...as.prefix, program("postgres"), "-D", folder, "-p", String(chosen), ...settings];
    const child = spawn(command, args, { uid: as.uid, gid: as.gid, cwd: "/", detached: true, stdio: ["ignore", "ignore", "pipe"] });
    guardChild(child, "postgres");
    return { chosen, child, ended: await firstWords(child, log) };
  };

  let started = await launch();
  for (let attempt = 0; started.ended !== null && attempt < 40 && isPassing(started.ended, port); attempt++) {
    await sleep(250);
    started = await launch();
  }
  if (started.ended !== null) throw new SetupError(`Postgres ended at its start. It said:\n${started.ended}`);

  const { child, chosen } = started;
  const stop = () => endProcess(child.pid ?? 0, END_PLANS.postgres);
  const url = `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${chosen}/`;
  try {
    await createDatabase(`${url}postgres`, database, folder);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: url + database, port: chosen, pid: child.pid ?? 0, child, stop };
}

/**
 * After kill -9 of a postmaster its backends need a moment to notice and go, and hold its memory until then. A free
 * port that was found may be gone when Postgres asks for it.
 * @param {string} said
 * @param {number} port
 */
const isPassing = (said, port) => /shared memory block|lock file "postmaster.pid" already exists/.test(said) || (!port && said.includes("could not bind"));

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {(line: string) => void} log
 * @returns {Promise<string | null>} null when it accepts connections, else its last words
 */
function firstWords(child, log) {
  let tail = "";
  return new Promise((resolve) => {
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      tail = (tail + text).slice(-2000);
      for (const line of text.split("\n")) if (line.trim()) log(line.trimEnd());
      if (tail.includes("ready to accept connections")) resolve(null);
    });
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => resolve(tail.trim() || `exit code ${code}`));
  });
}

/** @param {string} url @param {string} name @param {string} dir */
async function createDatabase(url, name, dir) {
  const { default: postgres } = await import("postgres");
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 30 });
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)}`;
  } catch (error) {
    if (error.code !== "28P01") throw error;
    throw new SetupError(`The database in ${dir} was made with another password than the one kept in secrets.json. Restore that file, or start with --reset.`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
