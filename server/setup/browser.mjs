import fs from "node:fs";
import path from "node:path";
import { runCommand } from "./commands.mjs";
import { ROOT } from "./root.mjs";
import { SetupError } from "./setup-error.mjs";
import { installSystemProgram, mayInstall, planSystemInstall, thisMachine } from "./system-packages.mjs";

const CHROME = {
  linux: ["/opt/google/chrome/chrome"],
  darwin: ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
};
const CHROMIUM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/lib/chromium/chromium",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The browser that the tests drive, as Playwright's launch options: PLAYWRIGHT_CHROMIUM_PATH, Playwright's own
 * download, an installed Chrome, a system Chromium.
 * @param {{ env?: Record<string, string | undefined>, exists?: (file: string) => boolean, own?: () => Promise<string> }} [options] for tests
 * @returns {Promise<{ executablePath?: string, channel?: "chrome" } | null>} null when there is none
 */
export async function findBrowser({ env = process.env, exists = fs.existsSync, own = playwrightsOwn } = {}) {
  const given = env.PLAYWRIGHT_CHROMIUM_PATH;
  if (given) {
    if (!exists(given)) throw new SetupError("PLAYWRIGHT_CHROMIUM_PATH names a file that does not exist.");
    return { executablePath: given };
  }
  if (exists(await own())) return {};
  if (CHROME[process.platform]?.some(exists)) return { channel: "chrome" };
  const system = CHROMIUM.find(exists);
  return system ? { executablePath: system } : null;
}

async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  return chromium.executablePath();
}

const WHY = "A browser for the tests";
const OTHERWISE = "Run: npx playwright install --with-deps chromium, or set PLAYWRIGHT_CHROMIUM_PATH.";

/**
 * Finds a browser for the tests, or installs one: the system's Chromium, else Playwright's own.
 * @param {import("./terminal.mjs").Terminal} terminal
 * @param {Record<string, string | undefined>} env
 * @throws {SetupError}
 */
export async function ensureBrowser(terminal, env = process.env) {
  const found = await findBrowser({ env });
  if (found) return found;
  if (planSystemInstall("chromium", thisMachine())) await installSystemProgram("chromium", { why: WHY, otherwise: OTHERWISE, terminal, env });
  else await installPlaywrights(terminal, env);
  const installed = await findBrowser({ env });
  if (!installed) throw new SetupError(`A browser was installed but was not found. ${OTHERWISE}`);
  return installed;
}

/** @param {import("./terminal.mjs").Terminal} terminal @param {Record<string, string | undefined>} env */
async function installPlaywrights(terminal, env) {
  const machine = thisMachine();
  // the libraries that a browser needs come from the system's packages, which only root may add
  const args = ["install", ...(machine.platform === "linux" && (machine.isRoot || machine.has("sudo")) ? ["--with-deps"] : []), "chromium"];
  const { show } = await mayInstall({ why: WHY, command: `npx playwright ${args.join(" ")}`, terminal, machine, env });
  await terminal.step("installing Playwright's Chromium", async () => {
    const result = await runCommand(process.execPath, [path.join(ROOT, "node_modules", "@playwright", "test", "cli.js"), ...args], { show, env });
    if (result.code !== 0) throw new SetupError(`${WHY} could not be installed${result.lastLine ? ` (${result.lastLine})` : ""}. ${OTHERWISE}`);
  });
}
