import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findLivekit } from "../embedded/livekit-binary.mjs";
import { ensureBrowser } from "./browser.mjs";
import { ensureFfmpeg } from "./ffmpeg.mjs";
import { endGuardedChildren, guardChild } from "./guard-client.mjs";
import { ensureInstalled } from "./install.mjs";
import { isGiven, readEnvironment } from "./options.mjs";
import { watchNpm } from "./parent.mjs";
import { ensureRedis } from "./redis.mjs";
import { ROOT } from "./root.mjs";
import { ensureS3Server } from "./s3-server.mjs";
import { ensureSchemathesis } from "./schemathesis.mjs";
import { SetupError } from "./setup-error.mjs";
import { printProblem, Terminal } from "./terminal.mjs";
import { planLanes, runLanes } from "./test-lanes.mjs";
import { ownCounts, countsLine, playwrightCounts, singleCount, sumCounts, vitestCounts } from "./test-counts.mjs";

const PARTS = ["check", "unit", "integration", "build", "conformance", "e2e"];

/** @param {string[]} argv @throws {SetupError} for a part that does not exist */
export function chooseParts(argv) {
  const at = argv.findIndex((argument) => argument === "--only" || argument.startsWith("--only="));
  if (at < 0) return PARTS;
  const names = (argv[at]?.split("=")[1] ?? argv[at + 1] ?? "").split(",").filter(Boolean);
  const unknown = names.filter((name) => !PARTS.includes(name));
  if (names.length === 0 || unknown.length > 0) throw new SetupError(`--only takes one or more of ${PARTS.join(", ")}, separated by commas.`);
  return PARTS.filter((part) => names.includes(part));
}

/**
 * Runs an npm script here, its words visible at once, or given to `write` as they come.
 * @param {string} name @param {string[]} args @param {Record<string, string | undefined>} env @param {((words: Buffer) => void) | null} [write]
 * @returns {Promise<number>} its exit code
 */
function runScript(name, args, env, write = null) {
  return new Promise((resolve) => {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const words = write ? "pipe" : "inherit";
    const child = spawn(npm, ["run", "--silent", name, "--", ...args], { cwd: ROOT, env, detached: true, stdio: ["ignore", words, words] });
    guardChild(child, "app");
    if (write) for (const stream of [child.stdout, child.stderr]) stream?.on("data", write);
    child.once("error", () => resolve(127));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/**
 * The steps of each part, each told where its words go.
 * @param {Record<string, string | undefined>} env @param {string} reports
 * @returns {Record<string, import("./test-lanes.mjs").Step[]>}
 */
function stepsOf(env, reports) {
  const single = (name, args = []) => ({ name, run: async (write) => singleCount(await runScript(name, args, env, write)) });
  const vitest = (name) => {
    const file = path.join(reports, `${name}.json`);
    const args = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    return { name, run: async (write) => vitestCounts(file, await runScript(name, args, env, write)) };
  };
  const audit = async (write) => {
    const file = path.join(reports, "audit.json");
    return ownCounts(file, await runScript("audit", ["--report", file], env, write));
  };
  const conformance = async () => {
    const file = path.join(reports, "conformance.json");
    return ownCounts(file, await runScript("conformance", ["--report", file], env));
  };
  const e2e = async () => {
    const file = path.join(reports, "e2e.json");
    return playwrightCounts(file, await runScript("e2e", ["--reporter=list,json"], { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }));
  };
  return {
    check: [...["typecheck", "lint", "layers", "deadcode"].map((name) => single(name)), { name: "audit", run: audit }],
    unit: [vitest("unit")],
    integration: [vitest("integration")],
    build: [single("build", ["--if-changed"])],
    conformance: [{ name: "conformance", run: conformance }],
    e2e: [{ name: "e2e", run: e2e }],
  };
}

/** What the chosen parts need on this machine. @param {Terminal} terminal @param {Record<string, string | undefined>} env @param {string[]} parts */
async function setUp(terminal, env, parts) {
  await ensureInstalled(terminal, { env });
  const needs = (...names) => names.some((name) => parts.includes(name));
  if (needs("unit", "integration", "conformance", "e2e")) {
    const { ffmpeg, ffprobe } = await ensureFfmpeg(terminal, env);
    Object.assign(env, { FFMPEG_PATH: ffmpeg, FFPROBE_PATH: ffprobe });
  }
  if (needs("integration")) env.REDIS_SERVER_PATH = await ensureRedis(terminal, env);
  if (needs("integration")) env.S3_SERVER_PATH = await ensureS3Server(terminal, { env });
  if (needs("conformance")) env.SCHEMATHESIS_PATH = await ensureSchemathesis(terminal, { env });
  if (needs("e2e")) await ensureBrowser(terminal, env);
  if (!needs("integration", "conformance", "e2e")) return;
  if (!isGiven(env, "LIVEKIT_URL")) env.LIVEKIT_SERVER_PATH = await findLivekit(terminal, env);
}

/**
 * @param {string[]} argv
 * @returns {Promise<number>} the exit code; the last line printed is "N passed, N failed"
 */
export async function runTests(argv) {
  const terminal = new Terminal({ verbose: argv.includes("--verbose") });
  const reports = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-reports-"));
  const end = async () => {
    await endGuardedChildren();
    process.exit(1);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end());
  watchNpm(() => void end());

  /** @type {Array<import("./test-counts.mjs").Counts & { name: string, seconds: number }>} */
  const results = [];
  try {
    const parts = chooseParts(argv);
    const env = { ...readEnvironment() };
    // NODE_ENV belongs to each step: the build sets its own, vitest its own
    delete env.NODE_ENV;
    await setUp(terminal, env, parts);
    const steps = stepsOf(env, reports);
    const run = async (step, write) => {
      if (!write) terminal.line(`\n${terminal.paint(`── ${step.name}`, 1)}`);
      const began = Date.now();
      const counts = await step.run(write).catch((error) => {
        printProblem(error, true);
        return singleCount(1);
      });
      results.push({ name: step.name, seconds: (Date.now() - began) / 1000, ...counts });
    };
    const show = (step, words) => {
      terminal.line(`\n${terminal.paint(`── ${step.name}`, 1)}`);
      process.stdout.write(words);
    };
    for (const lanes of planLanes(parts.flatMap((part) => steps[part]))) await runLanes(lanes, run, show);
  } catch (error) {
    printProblem(error, terminal.verbose);
    results.push({ name: "set-up", seconds: 0, ...singleCount(1) });
  } finally {
    fs.rmSync(reports, { recursive: true, force: true });
  }
  terminal.line();
  for (const { name, seconds, ...counts } of results) {
    terminal.line(`${counts.failed ? terminal.paint("✗", 31) : terminal.paint("✓", 32)} ${name.padEnd(12)} ${countsLine(counts).padEnd(36)} ${seconds.toFixed(1)} s`);
  }
  const total = sumCounts(results);
  if (total.late?.length) {
    terminal.line("\nPassed at a second attempt only; look into them:");
    for (const title of total.late) terminal.line(`  ${title}`);
  }
  console.log(`\n${countsLine(total)}`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}
