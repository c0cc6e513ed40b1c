import fs from "node:fs";
import { findOnPath, runCommand } from "./commands.mjs";
import { SetupError } from "./setup-error.mjs";

/**
 * What is installed, under the name each package manager has for it. null = the manager has none.
 * @typedef {"ffmpeg" | "chromium" | "python" | "redis"} SystemProgram
 */

/**
 * In the order they are looked for. `update` is run before an install that failed: a bare machine has no package
 * lists yet.
 * @type {ReadonlyArray<{ name: string, needsRoot: boolean, install: string[], update: string[] | null, packages: Record<SystemProgram, string | null> }>}
 */
const MANAGERS = [
  { name: "apt-get", needsRoot: true, install: ["install", "-y", "--no-install-recommends"], update: ["update"], packages: { ffmpeg: "ffmpeg", chromium: "chromium", python: "python3-venv", redis: "redis-server" } },
  { name: "dnf", needsRoot: true, install: ["install", "-y"], update: null, packages: { ffmpeg: "ffmpeg-free", chromium: "chromium", python: "python3", redis: "valkey" } },
  { name: "pacman", needsRoot: true, install: ["-S", "--noconfirm", "--needed"], update: ["-Sy"], packages: { ffmpeg: "ffmpeg", chromium: "chromium", python: "python", redis: "valkey" } },
  { name: "apk", needsRoot: true, install: ["add", "--no-cache"], update: null, packages: { ffmpeg: "ffmpeg", chromium: "chromium", python: "python3", redis: "valkey" } },
  { name: "brew", needsRoot: false, install: ["install"], update: null, packages: { ffmpeg: "ffmpeg", chromium: null, python: "python", redis: "valkey" } },
];

/**
 * @typedef {{ platform: NodeJS.Platform, isRoot: boolean, isUbuntu: boolean, has: (name: string) => boolean }} Machine
 */

/** @returns {Machine} */
export const thisMachine = () => ({
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  isUbuntu: fs.existsSync("/etc/os-release") && /^ID=ubuntu$/m.test(fs.readFileSync("/etc/os-release", "utf8")),
  has: (name) => findOnPath(name) !== null,
});

/**
 * The commands that install a program here, or null where no known package manager can.
 * @param {SystemProgram} program
 * @param {Machine} machine
 * @returns {{ manager: string, install: string[], update: string[] | null } | null} each a command with its arguments
 */
export function planSystemInstall(program, { platform, isRoot, isUbuntu, has }) {
  // Ubuntu's Chromium is a snap, which has no place on a server or in a container
  if (program === "chromium" && isUbuntu) return null;
  const candidates = MANAGERS.filter((manager) => (platform === "darwin") === (manager.name === "brew"));
  const manager = candidates.find((candidate) => has(candidate.name));
  const name = manager?.packages[program];
  if (!manager || !name) return null;
  if (manager.needsRoot && !isRoot && !has("sudo")) return null;
  const prefix = manager.needsRoot && !isRoot ? ["sudo"] : [];
  return {
    manager: manager.name,
    install: [...prefix, manager.name, ...manager.install, name],
    update: manager.update && [...prefix, manager.name, ...manager.update],
  };
}

/**
 * Whether a command may change this machine: at once as root or in CI, which is announced; else after a question.
 * @param {{ why: string, command: string, terminal: import("./terminal.mjs").Terminal, machine: Machine, env: Record<string, string | undefined> }} options
 * @returns {Promise<{ show: boolean }>} `show`: the command gets the terminal, where sudo asks for its password
 * @throws {SetupError} when the answer is no or nobody can answer
 */
export async function mayInstall({ why, command, terminal, machine, env }) {
  if (machine.isRoot || env.CI === "true") {
    terminal.note(`${why} is missing and is installed now: ${command}`);
    return { show: false };
  }
  const otherwise = `${why} is missing. Run: ${command}`;
  if (!(await terminal.ask(`${why} is missing. Install it now with "${command}"?`, otherwise))) throw new SetupError(otherwise);
  return { show: true };
}

/**
 * Installs a program with the machine's package manager.
 * @param {SystemProgram} program
 * @param {{ why: string, otherwise: string, terminal: import("./terminal.mjs").Terminal, machine?: Machine, run?: typeof runCommand, env?: Record<string, string | undefined> }} options
 *   `otherwise` says what a person can do where this does not work
 * @throws {SetupError}
 */
export async function installSystemProgram(program, { why, otherwise, terminal, machine = thisMachine(), run = runCommand, env = process.env }) {
  const plan = planSystemInstall(program, machine);
  if (!plan) throw new SetupError(`${why} is missing, and no package manager was found that could install it. ${otherwise}`);
  const command = plan.install.join(" ");
  const { show } = await mayInstall({ why, command, terminal, machine, env });
  const quiet = { ...env, DEBIAN_FRONTEND: "noninteractive" };
  const execute = ([head = "", ...rest]) => run(head, rest, { show, env: quiet });
  await terminal.step(`installing ${program}`, async () => {
    let result = await execute(plan.install);
    if (result.code !== 0 && plan.update) {
      await execute(plan.update);
      result = await execute(plan.install);
    }
    if (result.code !== 0) throw new SetupError(`${why} could not be installed with "${command}"${result.lastLine ? ` (${result.lastLine})` : ""}. ${otherwise}`);
  });
}
