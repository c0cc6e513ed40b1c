import fs from "node:fs";
import path from "node:path";
import { findOnPath, runCommand } from "./commands.mjs";
import { ROOT } from "./root.mjs";
import { SetupError } from "./setup-error.mjs";
import { readStamp, writeStamp } from "./stamp.mjs";
import { installSystemProgram } from "./system-packages.mjs";

/** Hypothesis makes the inputs: another version would ask other questions. */
const PACKAGES = ["schemathesis==4.32.5", "hypothesis==6.170.15"];
const FOLDER = path.join(ROOT, "node_modules", ".cache", "atrium", "schemathesis");
const WHY = "Python with venv, which runs the conformance tests,";
const OTHERWISE = "Install Python 3.10 or newer with its venv module, or set SCHEMATHESIS_PATH.";
/** Debian ships Python without what makes environments; the version is the one that the package asks for. */
const FITS = "import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 1)";

/** @param {Record<string, string | undefined>} env @param {typeof runCommand} run @param {(name: string) => string | null} find */
async function findPython(env, run, find) {
  const python = find("python3");
  return python && (await run(python, ["-c", FITS], { env })).code === 0 ? python : null;
}

/**
 * Finds Schemathesis, which asks the API whether it does what its document says: SCHEMATHESIS_PATH, else the pinned
 * version in an environment of its own below node_modules, made once.
 * @param {import("./terminal.mjs").Terminal} terminal
 * @param {{ env?: Record<string, string | undefined>, run?: typeof runCommand, find?: (name: string) => string | null, folder?: string, install?: typeof installSystemProgram }} [options]
 * @returns {Promise<string>} the program
 * @throws {SetupError}
 */
export async function ensureSchemathesis(terminal, { env = process.env, run = runCommand, find = (name) => findOnPath(name, env), folder = FOLDER, install = installSystemProgram } = {}) {
  const given = env.SCHEMATHESIS_PATH;
  if (given && !fs.existsSync(given)) throw new SetupError("SCHEMATHESIS_PATH names a file that does not exist.");
  if (given) return given;
  const program = path.join(folder, "bin", "schemathesis");
  const stamp = path.join(folder, "installed");
  const wanted = PACKAGES.join(" ");
  // an environment whose Python was removed since is no use
  if (readStamp(stamp) === wanted && (await run(program, ["--version"], { env })).code === 0) return program;
  let python = await findPython(env, run, find);
  if (!python) {
    await install("python", { why: WHY, otherwise: OTHERWISE, terminal, env });
    python = await findPython(env, run, find);
  }
  if (!python) throw new SetupError(`Python was installed but cannot be used. ${OTHERWISE}`);
  await terminal.step("installing the conformance tests' program", () => makeEnvironment(python, { env, run, folder }));
  writeStamp(stamp, wanted);
  return program;
}

/** @param {string} python @param {{ env: Record<string, string | undefined>, run: typeof runCommand, folder: string }} options */
async function makeEnvironment(python, { env, run, folder }) {
  fs.rmSync(folder, { recursive: true, force: true });
  const steps = [
    [python, ["-m", "venv", folder]],
    [path.join(folder, "bin", "python"), ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", ...PACKAGES]],
  ];
  for (const [command, args] of steps) {
    const result = await run(command, args, { env });
    if (result.code !== 0) throw new SetupError(`${PACKAGES[0]} could not be installed${result.lastLine ? ` (${result.lastLine})` : ""}. Check that Python's package index can be reached. ${OTHERWISE}`);
  }
}
