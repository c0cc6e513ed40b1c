import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { guardChild } from "../setup/guard-client.mjs";
import { requirePort } from "../setup/ports.mjs";
import { commandOf, END_PLANS, endProcess, isAlive, sleep } from "../setup/processes.mjs";
import { SetupError } from "../setup/setup-error.mjs";
import { livekitConfig } from "./livekit-config.mjs";

const READY_MS = 20_000;

/**
 * Stops a LiveKit that a killed supervisor left running with the configuration in this folder.
 * @param {string} dir
 * @param {(line: string) => void} log
 */
export async function stopLeftOverLivekit(dir, log) {
  const file = path.join(dir, "livekit.pid");
  if (!fs.existsSync(file)) return;
  const pid = Number(fs.readFileSync(file, "utf8"));
  if (!(pid > 0) || !isAlive(pid) || !commandOf(pid).includes(path.join(dir, "livekit.yaml"))) return;
  log(`stopping a LiveKit that was left running (pid ${pid})`);
  await endProcess(pid, END_PLANS.livekit);
}

/**
 * Starts the real LiveKit server for this machine only. Resolves when it answers. Ends with the calling process.
 * @param {import("./livekit-config.mjs").LivekitSettings & { dir: string, program: string, log?: (line: string) => void }} options
 * @throws {SetupError} a taken port, or a server that does not come up
 */
export async function startLivekit({ dir, program, log = () => {}, ...settings }) {
  const folder = path.resolve(dir);
  const config = path.join(folder, "livekit.yaml");
  await stopLeftOverLivekit(folder, log);
  await requirePort(settings.port, "LiveKit", "LIVEKIT_PORT");
  await requirePort(settings.udpPort, "LiveKit's media", "LIVEKIT_UDP_PORT", { udp: true });

  fs.mkdirSync(folder, { recursive: true });
  fs.rmSync(config, { force: true });
  fs.writeFileSync(config, livekitConfig(settings), { mode: 0o600 });

  const child = spawn(program, ["--config", config], { cwd: "/", detached: true, stdio: ["ignore", "pipe", "pipe"] });
  guardChild(child, "livekit");
  /** @type {string | null} */
  let ended = null;
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      tail = (tail + text).slice(-1000);
      for (const line of text.split("\n")) if (line.trim()) log(line.trimEnd());
    });
  }
  child.once("error", (error) => (ended = error.message));
  child.once("exit", (code) => (ended ??= tail.trim() || `exit code ${code}`));

  const stop = () => endProcess(child.pid ?? 0, END_PLANS.livekit);
  const deadline = Date.now() + READY_MS;
  while (!(await answers(settings.port))) {
    if (ended !== null) throw new SetupError(`LiveKit ended at its start. It said:\n${ended}`);
    if (Date.now() > deadline) {
      await stop();
      throw new SetupError(`LiveKit did not answer on port ${settings.port} within ${READY_MS / 1000} seconds.`);
    }
    await sleep(40);
  }
  fs.writeFileSync(path.join(folder, "livekit.pid"), String(child.pid));
  return { url: `ws://127.0.0.1:${settings.port}`, pid: child.pid ?? 0, child, stop };
}

/** @param {number} port */
const answers = (port) =>
  fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1000) }).then((response) => response.ok, () => false);
