import fs from "node:fs";
import path from "node:path";
import { findOnPath, runCommand } from "./commands.mjs";
import { ROOT } from "./root.mjs";
import { SetupError } from "./setup-error.mjs";
import { readStamp, writeStamp } from "./stamp.mjs";
import { installSystemProgram } from "./system-packages.mjs";

/** Debian ships Python without what makes environments; the version is the one that the packages ask for. */
const FITS = "import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 1)";

/** @param {string} name */
export const environmentFolder = (name) => path.join(ROOT, "node_modules", ".cache", "atrium", name);

/** @param {Record<string, string | undefined>} env @param {typeof runCommand} run @param {(name: string) => string | null} find */
async function findPython(env, run, find) {
  const python = find("python3");
  return python && (await run(python, ["-c", FITS], { env })).code === 0 ? python : null;
}

/**
 * Finds a program that a Python package brings: where `variable` says, else the pinned packages in an environment of
 * their own below node_modules, made once.
 * @param {import("./terminal.mjs").Terminal} terminal
 * @param {{ name: string, program: string, check: string[], packages: string[], variable: string, why: string, what: string }} wanted
 *   `check`: arguments with which the program ends well where it works. `why`: what is missing where Python is, as a
 *   sentence begins; `what`: what is installed
 * @param {{ env?: Record<string, string | undefined>, run?: typeof runCommand, find?: (name: string) => string | null, folder?: string, install?: typeof installSystemProgram }} [options]
 * @returns {Promise<string>} the program
 * @throws {SetupError}
 */
export async function ensurePythonProgram(terminal, wanted, { env = process.env, run = runCommand, find = (name) => findOnPath(name, env), folder = environmentFolder(wanted.name), install = installSystemProgram } = {}) {
  const { variable, packages, why, what } = wanted;
  const otherwise = `Install Python 3.10 or newer with its venv module, or set ${variable}.`;
  const given = env[variable];
  if (given && !fs.existsSync(given)) throw new SetupError(`${variable} names a file that does not exist.`);
  if (given) return given;
  const program = path.join(folder, "bin", wanted.program);
  const stamp = path.join(folder, "installed");
  const pinned = packages.join(" ");
  // an environment whose Python was removed since is no use
  if (readStamp(stamp) === pinned && (await run(program, wanted.check, { env })).code === 0) return program;
  let python = await findPython(env, run, find);
  if (!python) {
    await install("python", { why, otherwise, terminal, env });
    python = await findPython(env, run, find);
  }
  if (!python) throw new SetupError(`Python was installed but cannot be used. ${otherwise}`);
  await terminal.step(`installing ${what}`, () => makeEnvironment(python, packages, otherwise, { env, run, folder }));
  writeStamp(stamp, pinned);
  return program;
}

/** @param {string} python @param {string[]} packages @param {string} otherwise @param {{ env: Record<string, string | undefined>, run: typeof runCommand, folder: string }} options */
async function makeEnvironment(python, packages, otherwise, { env, run, folder }) {
  fs.rmSync(folder, { recursive: true, force: true });
  const steps = [
    [python, ["-m", "venv", folder]],
    [path.join(folder, "bin", "python"), ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", ...packages]],
  ];
  for (const [command, args] of steps) {
    const result = await run(command, args, { env });
    if (result.code !== 0) throw new SetupError(`${packages[0]} could not be installed${result.lastLine ? ` (${result.lastLine})` : ""}. Check that Python's package index can be reached. ${otherwise}`);
  }
}
