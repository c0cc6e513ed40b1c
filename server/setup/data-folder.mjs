import fs from "node:fs";
import path from "node:path";
import { commandOf, isAlive } from "./processes.mjs";
import { SetupError } from "./setup-error.mjs";

const RUNNING = "supervisor.pid";

/**
 * Takes the data folder for this process, so that two starts never share one.
 * @param {string} dataDir
 * @throws {SetupError} when another start holds it
 */
export function claimDataFolder(dataDir) {
  // root's Postgres runs as another user and must be able to pass through, though not to look around
  fs.mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const file = path.join(dataDir, RUNNING);
  const pid = fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : 0;
  if (pid > 0 && pid !== process.pid && isAlive(pid) && /start\.mjs/.test(commandOf(pid))) {
    throw new SetupError(`Atrium already runs on the data folder ${dataDir} (process ${pid}). Stop it, or set DATA_DIR to another folder.`);
  }
  fs.writeFileSync(file, String(process.pid));
}

/** @param {string} dataDir */
export function releaseDataFolder(dataDir) {
  const file = path.join(dataDir, RUNNING);
  if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === String(process.pid)) fs.rmSync(file);
}

/**
 * Deletes everything that this installation knows, after asking.
 * @param {string} dataDir
 * @param {import("./terminal.mjs").Terminal} terminal
 * @param {{ yes: boolean }} options `yes` skips the question
 * @throws {SetupError} when the answer is no, nobody is there to ask, or the folder is not Atrium's
 */
export async function resetDataFolder(dataDir, terminal, { yes }) {
  const present = fs.existsSync(dataDir) ? fs.readdirSync(dataDir).filter((name) => name !== RUNNING) : [];
  if (present.length === 0) return;
  // DATA_DIR may point anywhere: a folder that Atrium did not make is not Atrium's to delete
  if (!present.includes("secrets.json")) throw new SetupError(`${dataDir} does not look like a data folder of Atrium (it has no secrets.json), so nothing was deleted.`);
  const question = `Delete all accounts, rooms, messages and videos in ${dataDir}?`;
  if (!yes && !(await terminal.ask(question, "--reset needs an answer at a terminal. Add --yes to delete without one."))) {
    throw new SetupError("Nothing was deleted.");
  }
  // secrets.json last: an interrupted reset can then be repeated
  const order = [...present.filter((name) => name !== "secrets.json"), "secrets.json"];
  for (const name of order) fs.rmSync(path.join(dataDir, name), { recursive: true, force: true });
}
