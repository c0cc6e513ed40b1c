import path from "node:path";
import { findLivekit } from "../embedded/livekit-binary.mjs";
import { startLivekit, stopLeftOverLivekit } from "../embedded/livekit.mjs";
import { ensureBuilt } from "../build.mjs";
import { childEnvironment } from "./child-environment.mjs";
import { claimDataFolder, releaseDataFolder, resetDataFolder } from "./data-folder.mjs";
import { ensureFfmpeg } from "./ffmpeg.mjs";
import { endGuardedChildren } from "./guard-client.mjs";
import { ensureInstalled } from "./install.mjs";
import { openLog } from "./log-files.mjs";
import { isGiven, readEnvironment, readPlaces, readSecrets } from "./options.mjs";
import { watchNpm } from "./parent.mjs";
import { launchNode, Part, runNode } from "./part.mjs";
import { requirePort } from "./ports.mjs";
import { sleep } from "./processes.mjs";
import { SetupError } from "./setup-error.mjs";
import { printSummary } from "./summary.mjs";
import { printProblem, Terminal } from "./terminal.mjs";
import { watchSources } from "./watch-sources.mjs";

const READY_MS = 60_000;

/** Brings the product up, keeps its parts running, and takes everything down again. */
export class Supervisor {
  /** @type {Part[]} */
  #parts = [];
  #stopping = false;
  #claimed = false;
  #began = Date.now();

  /** @param {{ dev?: boolean, reset?: boolean, yes?: boolean, verbose?: boolean }} flags */
  constructor({ dev = false, reset = false, yes = false, verbose = false }) {
    this.flags = { dev, reset, yes, verbose };
    this.terminal = new Terminal({ verbose });
    this.given = readEnvironment();
    this.places = readPlaces(this.given);
    this.ownDatabase = !isGiven(this.given, "DATABASE_URL");
    this.ownLivekit = !isGiven(this.given, "LIVEKIT_URL");
  }

  /** Resolves when the product is ready; it then runs until a signal ends it. Ends the process itself on a problem. */
  async run() {
    this.#listenForTheEnd();
    try {
      this.terminal.line(`\n  ${this.terminal.paint("Atrium", 1)}\n`);
      await this.#bringUp();
    } catch (error) {
      if (this.#stopping) return;
      await this.stop(1, error);
    }
  }

  async #bringUp() {
    const { terminal, places, flags, given } = this;
    await this.#prepareFolder();
    await this.#checkPorts();
    await ensureInstalled(terminal, { env: given });
    const ffmpeg = await ensureFfmpeg(terminal, given);
    const livekit = this.ownLivekit ? await findLivekit(terminal, given) : null;
    if (!flags.dev) await ensureBuilt(terminal, { env: given });

    const secrets = readSecrets(places.dataDir);
    this.env = childEnvironment(given, { dev: flags.dev, places, secrets, ffmpeg, livekit });
    await terminal.step("starting the database and the media server", () =>
      Promise.all([this.#startPostgres(secrets.postgresPassword), livekit && this.#startLivekit(livekit)]),
    );
    const told = await terminal.step("preparing the database", () => this.#prepareDatabase());
    await terminal.step("starting the app", () => Promise.all([this.#startOwn("web"), this.#startOwn("worker")]));
    await this.#awaitReady();
    if (flags.dev) this.#watchSources();
    const accounts = told.filter((message) => message.type === "seeded").flatMap((message) => message.accounts ?? []);
    printSummary(terminal, { places, env: this.env, accounts, seconds: (Date.now() - this.#began) / 1000 });
  }

  async #prepareFolder() {
    const { dataDir } = this.places;
    claimDataFolder(dataDir);
    this.#claimed = true;
    const note = (line) => this.terminal.note(line);
    await stopLeftOverLivekit(dataDir, note);
    // the same for Postgres: before the ports are looked at, which it may hold
    const { stopLeftOver } = await import("../embedded/postgres-files.mjs");
    await stopLeftOver(path.join(dataDir, "postgres"), note);
    if (this.flags.reset) await resetDataFolder(dataDir, this.terminal, { yes: this.flags.yes });
  }

  /** All of them before the long steps: nobody waits two minutes to learn that a port is taken. */
  async #checkPorts() {
    const { host, port, workerPort, postgresPort, livekitPort, livekitUdpPort } = this.places;
    await requirePort(port, "the app", "PORT", { host });
    await requirePort(workerPort, "the worker", "WORKER_PORT");
    if (this.ownDatabase) await requirePort(postgresPort, "Postgres", "POSTGRES_PORT");
    if (!this.ownLivekit) return;
    await requirePort(livekitPort, "LiveKit", "LIVEKIT_PORT");
    await requirePort(livekitUdpPort, "LiveKit's media", "LIVEKIT_UDP_PORT", { udp: true });
  }

  /** A log file and a keeper for one part. @param {string} name @param {(log: (line: string) => void) => Promise<{ child: import("node:child_process").ChildProcess }>} launch */
  async #startPart(name, launch) {
    const log = openLog(this.places.logDir, name);
    const write = (line) => {
      log.write(line);
      this.terminal.detail(`${name.padEnd(8)} ${line}`);
    };
    const part = new Part({
      name,
      logFile: log.file,
      launch: () => launch(write),
      note: (text) => this.terminal.note(text),
      giveUp: (problem) => void this.stop(1, problem),
    });
    this.#parts.push(part);
    await part.start();
  }

  async #startPostgres(password) {
    if (!this.ownDatabase) return;
    // imported late: it needs installed packages
    const { startPostgres } = await import("../embedded/postgres.mjs");
    await this.#startPart("postgres", (log) => startPostgres({ dir: path.join(this.places.dataDir, "postgres"), port: this.places.postgresPort, password, log }));
  }

  /** @param {string} program */
  async #startLivekit(program) {
    const { dataDir, livekitPort, livekitUdpPort, port } = this.places;
    const { LIVEKIT_API_KEY: apiKey = "", LIVEKIT_API_SECRET: apiSecret = "", ATRIUM_FAULTS } = this.env;
    const settings = { port: livekitPort, udpPort: livekitUdpPort, apiKey, apiSecret, webhookUrl: `http://127.0.0.1:${port}/api/webhooks/livekit` };
    await this.#startPart("livekit", (log) => startLivekit({ dir: dataDir, program, log, ...settings, lenientSpeaker: ATRIUM_FAULTS === "1" }));
  }

  /** How Node runs one of our entry files. @param {string} name */
  #entry(name) {
    if (this.flags.dev) return ["--import", "tsx", `server/${name}.ts`];
    // Pages that are being made are old before they are finished: with V8's usual 16 MB they are copied again and again, a tenth of what a page costs.
    return [...(name === "web" ? ["--max-semi-space-size=64"] : []), "--enable-source-maps", `.build/${name}.mjs`];
  }

  async #prepareDatabase() {
    const log = openLog(this.places.logDir, "prepare");
    return runNode({ name: "Preparing the database", args: this.#entry("prepare"), env: this.env, log: log.write });
  }

  /** @param {"web" | "worker"} name */
  async #startOwn(name) {
    const args = this.#entry(name);
    await this.#startPart(name, (log) => launchNode({ name, args, env: this.env, log }));
  }

  async #awaitReady() {
    const { host, port } = this.places;
    const address = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
    const deadline = Date.now() + READY_MS;
    let answer = "nothing";
    while (Date.now() < deadline) {
      const response = await fetch(`http://${address.includes(":") ? `[${address}]` : address}:${port}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => null);
      if (response?.ok) return;
      if (response) answer = `${response.status} ${(await response.text()).slice(0, 300)}`;
      await sleep(100);
    }
    throw new SetupError(`The app started but is not ready: /readyz answers ${answer}. The logs are in ${this.places.logDir}.`);
  }

  /** Next reloads the pages itself. The gateway in web keeps its code until it starts again, which costs seconds. */
  #watchSources() {
    const restart = (name) => () => {
      this.terminal.note(`${name} starts again: its sources changed`);
      void this.#parts.find((part) => part.name === name)?.restart();
    };
    watchSources(["lib", "db", "inngest"], restart("worker"));
    watchSources(["server"], () => ["web", "worker"].forEach((name) => restart(name)()));
  }

  #listenForTheEnd() {
    process.on("SIGINT", () => (this.#stopping ? process.exit(130) : void this.stop(0)));
    for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => void this.stop(0));
    process.on("uncaughtException", (error) => void this.stop(1, error));
    // the terminal is gone, or whoever read our words: no reason to die on the way out
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    watchNpm(() => void this.stop(0));
  }

  /**
   * Takes everything down in order and ends this process. A second Ctrl-C leaves that to the guard.
   * @param {number} code
   * @param {unknown} [problem]
   */
  async stop(code, problem) {
    if (this.#stopping) return;
    this.#stopping = true;
    for (const part of this.#parts) part.release();
    if (problem) printProblem(problem, this.flags.verbose);
    else this.terminal.line("\n  stopping");
    await endGuardedChildren();
    if (this.#claimed) releaseDataFolder(this.places.dataDir);
    if (!problem) this.terminal.line("  stopped\n");
    process.exit(code);
  }
}
