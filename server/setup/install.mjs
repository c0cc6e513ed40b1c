import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { runCommand } from "./commands.mjs";
import { ROOT } from "./root.mjs";
import { SetupError } from "./setup-error.mjs";
import { readStamp, writeStamp } from "./stamp.mjs";

const COMMON = ["--no-audit", "--no-fund", "--include=dev", "--include=optional"];

/** @param {string} root */
function lockFingerprint(root) {
  const lock = path.join(root, "package-lock.json");
  const content = fs.existsSync(lock) ? fs.readFileSync(lock) : fs.readFileSync(path.join(root, "package.json"));
  return createHash("sha256").update(content).update(`${process.versions.modules} ${process.platform} ${process.arch}`).digest("hex").slice(0, 32);
}

/** @param {string} root */
const stampFile = (root) => path.join(root, "node_modules", ".atrium-installed");

/**
 * Whether node_modules already is what the lock file asks for: after `npm install <package>` by hand there is nothing
 * left to do. Packages for other platforms are never there.
 * @param {string} root
 */
export function isInstalled(root) {
  const read = (file) => JSON.parse(fs.readFileSync(path.join(root, file), "utf8")).packages;
  try {
    const wanted = Object.entries(read("package-lock.json"));
    const present = read(path.join("node_modules", ".package-lock.json"));
    return wanted.every(([name, entry]) => name === "" || (present[name] ? present[name].version === entry.version : Boolean(entry.optional || entry.peer)));
  } catch {
    return false;
  }
}

/**
 * Installs the npm packages when the lock file changed since the last time.
 * @param {import("./terminal.mjs").Terminal} terminal
 * @param {{ root?: string, run?: typeof runCommand, env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<boolean>} whether something was installed
 * @throws {SetupError} when npm could not, with its reason
 */
export async function ensureInstalled(terminal, { root = ROOT, run = runCommand, env = process.env } = {}) {
  const wanted = lockFingerprint(root);
  if (readStamp(stampFile(root)) === wanted) return false;
  if (isInstalled(root)) {
    writeStamp(stampFile(root), wanted);
    return false;
  }
  // NODE_ENV=production would leave out what the build and the checks need
  const options = { cwd: root, env: { ...env, NODE_ENV: "" }, onLine: (line) => terminal.detail(line) };
  await terminal.step("installing packages", async () => {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    let result = await run(npm, ["ci", ...COMMON], options);
    if (result.code !== 0 && refusesLock(result.output)) result = await run(npm, ["install", "--no-save", ...COMMON], options);
    if (result.code !== 0) throw new SetupError(installProblem(result.output));
  });
  writeStamp(stampFile(root), wanted);
  return true;
}

/**
 * A registry that lacks some platforms' packages makes lock files that `npm ci` refuses and `npm install` takes.
 * @param {string} output
 */
const refusesLock = (output) => /EUSAGE|can only install packages when your package\.json/.test(output);

/**
 * One sentence for what npm said.
 * @param {string} output
 */
export function installProblem(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network request/.test(output)) {
    return "The npm registry cannot be reached. Check the network connection (and npm's proxy and registry settings), then run the command again.";
  }
  if (/ENOSPC/.test(output)) return "The packages do not fit on the disk. About 2 GB are needed.";
  if (/EACCES|EPERM/.test(output)) return "npm may not write to this folder. Make it yours, then run the command again.";
  const reason = output.split("\n").find((line) => /npm (error|ERR!)/.test(line) && !/code /.test(line));
  return `npm could not install the packages${reason ? `: ${reason.replace(/^npm (error|ERR!)\s*/, "")}` : ""}. Run "npm ci" to see everything it says.`;
}
