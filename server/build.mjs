// npm run build: the pages by Next, the processes beside them by esbuild. `npm start` builds only what changed, and so does --if-changed.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runCommand } from "./setup/commands.mjs";
import { ensureInstalled } from "./setup/install.mjs";
import { ROOT } from "./setup/root.mjs";
import { SetupError } from "./setup/setup-error.mjs";
import { hashSources, readStamp, writeStamp } from "./setup/stamp.mjs";
import { printProblem, Terminal } from "./setup/terminal.mjs";

/** The processes, by the name of their entry file in server/. */
const ENTRIES = ["web", "worker", "recorder", "recorder-picture", "prepare"];
const BUNDLES = path.join(ROOT, ".build");

const distDir = (env) => path.join(ROOT, env.ATRIUM_DIST_DIR ?? ".next");

/**
 * Builds for production what changed since the last build.
 * @param {Terminal} terminal
 * @param {{ force?: boolean, env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<boolean>} whether something was built
 * @throws {SetupError} with what the compiler said
 */
export async function ensureBuilt(terminal, { force = false, env = process.env } = {}) {
  const sources = hashSources(ROOT);
  const stale = (file) => force || readStamp(file) !== sources;
  const stamps = { bundles: path.join(BUNDLES, "built-from"), pages: path.join(distDir(env), "built-from") };
  const needed = { bundles: stale(stamps.bundles), pages: stale(stamps.pages) };
  if (needed.bundles) {
    await terminal.step("bundling the server", bundleServer);
    writeStamp(stamps.bundles, sources);
  }
  if (needed.pages) {
    fs.rmSync(stamps.pages, { force: true });
    await terminal.step("building the pages (once after each change, a minute or two)", () => buildPages(terminal, env));
    writeStamp(stamps.pages, sources);
  }
  return needed.bundles || needed.pages;
}

/**
 * Resolves `@/…` itself: left alone, esbuild would take a misspelt one for a package, and the process would fail when
 * it starts instead of here.
 * @type {import("esbuild").Plugin}
 */
const ownFiles = {
  name: "own-files",
  setup: (build) => build.onResolve({ filter: /^@\// }, ({ path: name, kind }) => build.resolve(`./${name.slice(2)}`, { resolveDir: ROOT, kind })),
};

/** Bundles the processes. @throws {SetupError} with what the compiler said */
export async function bundleServer() {
  const { build } = await import("esbuild");
  const entryPoints = ENTRIES.map((name) => path.join(ROOT, "server", `${name}.ts`)).filter((file) => fs.existsSync(file));
  try {
    await build({
      entryPoints,
      outdir: BUNDLES,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      sourcemap: true,
      absWorkingDir: ROOT,
      tsconfig: path.join(ROOT, "tsconfig.json"),
      plugins: [ownFiles],
      logLevel: "silent",
    });
  } catch (error) {
    const problems = (error.errors ?? []).map(({ location, text }) => `  ${location ? `${location.file}:${location.line}: ` : ""}${text}`);
    throw new SetupError(`The server could not be bundled:\n${problems.join("\n") || error.message}`);
  }
}

/** @param {Terminal} terminal @param {Record<string, string | undefined>} env */
async function buildPages(terminal, env) {
  const run = () =>
    runCommand(process.execPath, [path.join(ROOT, "node_modules", "next", "dist", "bin", "next"), "build"], {
      env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      onLine: (line) => terminal.detail(line),
    });
  let result = await run();
  if (result.code !== 0) {
    // Next keeps a failure it met once in its cache, also when the reason is gone
    terminal.note("the build failed; trying once more without Next's cache");
    fs.rmSync(distDir(env), { recursive: true, force: true });
    result = await run();
  }
  if (result.code !== 0) throw new SetupError(`The pages could not be built. Next said:\n${result.output.trim().split("\n").slice(-40).join("\n")}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const terminal = new Terminal({ verbose: process.argv.includes("--verbose") });
  try {
    await ensureInstalled(terminal);
    await ensureBuilt(terminal, { force: !process.argv.includes("--if-changed") });
  } catch (error) {
    printProblem(error, terminal.verbose);
    process.exitCode = 1;
  }
}
