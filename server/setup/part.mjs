import { spawn } from "node:child_process";
import { guardChild } from "./guard-client.mjs";
import { END_PLANS, endProcess, sleep } from "./processes.mjs";
import { ROOT } from "./root.mjs";
import { SetupError } from "./setup-error.mjs";

const QUICK_DEATH_MS = 30_000;
const MOST_QUICK_DEATHS = 5;
const READY_MS = 120_000;

/**
 * One process of Atrium that is kept running: started again when it dies, with growing pauses, given up after five
 * quick deaths in a row.
 */
export class Part {
  #stopping = false;
  #quickDeaths = 0;
  /** @type {{ child: import("node:child_process").ChildProcess } | undefined} */
  #run;

  /**
   * @param {object} options
   * @param {string} options.name as in its log file
   * @param {string} options.logFile
   * @param {() => Promise<{ child: import("node:child_process").ChildProcess }>} options.launch resolves when it is ready
   * @param {(text: string) => void} options.note
   * @param {(problem: SetupError) => void} options.giveUp called once, when it died too often
   * @param {number} [options.firstPauseMs] tests: shorter pauses
   */
  constructor({ name, logFile, launch, note, giveUp, firstPauseMs = 500 }) {
    this.name = name;
    this.logFile = logFile;
    this.launch = launch;
    this.note = note;
    this.giveUp = giveUp;
    this.firstPauseMs = firstPauseMs;
  }

  /** @throws whatever `launch` throws: the first start is not repeated */
  async start() {
    this.#watch(await this.launch());
  }

  /** From now on a death is wanted. Ends nothing by itself. */
  release() {
    this.#stopping = true;
  }

  /** Ends the process and starts it anew, as development does when its sources change. */
  async restart() {
    const child = this.#run?.child;
    if (!child || this.#stopping) return;
    this.#run = undefined;
    await endProcess(child.pid ?? 0, END_PLANS.app);
    await this.#relaunch();
  }

  #watch(run) {
    this.#run = run;
    const since = Date.now();
    const died = () => {
      if (this.#stopping || this.#run !== run) return;
      this.#run = undefined;
      this.#quickDeaths = Date.now() - since < QUICK_DEATH_MS ? this.#quickDeaths + 1 : 1;
      void this.#relaunch();
    };
    if (run.child.exitCode !== null || run.child.signalCode !== null) died();
    else run.child.once("exit", died);
  }

  async #relaunch() {
    while (!this.#stopping) {
      if (this.#quickDeaths >= MOST_QUICK_DEATHS) {
        this.#stopping = true;
        this.giveUp(new SetupError(`${this.name} ended ${MOST_QUICK_DEATHS} times in a row. What it said is in ${this.logFile}.`));
        return;
      }
      if (this.#quickDeaths > 0) {
        this.note(`${this.name} ended and is started again; its log is ${this.logFile}`);
        await sleep(this.firstPauseMs * 2 ** (this.#quickDeaths - 1));
      }
      if (this.#stopping) return;
      try {
        this.#watch(await this.launch());
        return;
      } catch (error) {
        this.note(`${this.name}: ${error.message}`);
        this.#quickDeaths += 1;
      }
    }
  }
}

/**
 * Starts one of our own processes and waits until it says `{ type: "ready" }`.
 * @param {object} options
 * @param {string} options.name
 * @param {string[]} options.args for Node
 * @param {Record<string, string | undefined>} options.env
 * @param {(line: string) => void} options.log
 * @returns {Promise<{ child: import("node:child_process").ChildProcess }>}
 * @throws {SetupError} with its last words when it ends before that
 */
export async function launchNode({ name, args, env, log }) {
  const { child, ended, messages } = spawnNode({ args, env, log });
  const ready = new Promise((resolve) => messages((message) => message?.type === "ready" && resolve("ready")));
  const outcome = await Promise.race([ready, ended, sleep(READY_MS).then(() => "late")]);
  if (outcome === "ready") return { child };
  await endProcess(child.pid ?? 0, END_PLANS.app);
  if (outcome === "late") throw new SetupError(`${name} was not ready after ${READY_MS / 1000} seconds.`);
  throw new SetupError(`${name} could not start. It said:\n${lastWords(outcome.said)}`);
}

/**
 * Runs one of our own processes to its end and gives back what it told us.
 * @param {{ name: string, args: string[], env: Record<string, string | undefined>, log: (line: string) => void }} options
 * @returns {Promise<Array<{ type: string }>>} its messages
 * @throws {SetupError} with its last words when it fails
 */
export async function runNode({ name, args, env, log }) {
  const { ended, messages } = spawnNode({ args, env, log });
  /** @type {Array<{ type: string }>} */
  const told = [];
  messages((message) => told.push(message));
  const { code, said } = await ended;
  if (code !== 0) throw new SetupError(`${name} failed. It said:\n${lastWords(said)}`);
  return told;
}

function spawnNode({ args, env, log }) {
  const child = spawn(process.execPath, args, { env, cwd: ROOT, detached: true, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  guardChild(child, "app");
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      said = (said + text).slice(-4000);
      for (const line of text.split("\n")) if (line.trim()) log(line.trimEnd());
    });
  }
  /** @type {Promise<{ code: number | null, said: string }>} */
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 127, said: error.message }));
    child.once("close", (code) => resolve({ code, said }));
  });
  return { child, ended, messages: (handler) => child.on("message", handler) };
}

/**
 * What a process said last, without the stack: that is in its log.
 * @param {string} said
 */
export function lastWords(said) {
  const lines = said.trim().split("\n").filter((line) => line.trim() && !/^\s+at |^\s*[{}^]|^Node\.js v|^node:internal|^file:/.test(line));
  return lines.slice(-12).map((line) => `    ${line}`).join("\n") || "    nothing";
}
