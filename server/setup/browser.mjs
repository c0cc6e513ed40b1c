import fs from "node:fs";
import { SetupError } from "./setup-error.mjs";
import { installSystemProgram } from "./system-packages.mjs";

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

/**
 * Finds a browser for the tests, or installs Chromium.
 * @param {import("./terminal.mjs").Terminal} terminal
 * @throws {SetupError}
 */
export async function ensureBrowser(terminal) {
  const found = await findBrowser();
  if (found) return found;
  const otherwise = "Run: npx playwright install chromium, or set PLAYWRIGHT_CHROMIUM_PATH.";
  await installSystemProgram("chromium", { why: "A browser for the tests", otherwise, terminal });
  const installed = await findBrowser();
  if (!installed) throw new SetupError(`Chromium was installed but was not found. ${otherwise}`);
  return installed;
}
