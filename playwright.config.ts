import { defineConfig } from "@playwright/test";
import { findBrowser } from "./server/setup/browser.mjs";

const browser = await findBrowser();
if (!browser) throw new Error("There is no browser for the tests. Run: npx playwright install chromium, or set PLAYWRIGHT_CHROMIUM_PATH.");

const quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** Fake devices, allowed without a question, at half their pictures a second, which are half the work of a call; a machine with no network but loopback can still hold a call. */
const media = ["--use-fake-device-for-media-stream=fps=10", "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection", "--auto-select-desktop-capture-source=Entire screen", "--autoplay-policy=no-user-gesture-required"];

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/product.ts",
  // Each test has browsers that encode and decode video: more at once only starve each other on two cores.
  workers: Math.min(2, Number(process.env.ATRIUM_E2E_WORKERS ?? 2)),
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  // A shared machine can be several times slower than the one where a test was written; a passing test never waits for these.
  timeout: 300_000,
  // Whatever needs the second attempt is named at the end of the run. On one's own machine there is none.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 30_000 },
  outputDir: "test-results",
  // What takes a part of the product away would fail the tests beside it: it comes alone, at the end. By itself: --no-deps.
  projects: [{ name: "product", testIgnore: "**/faults/**" }, { name: "faults", testMatch: "**/faults/**/*.spec.ts", dependencies: ["product"] }],
  reporter: [["list"]],
  use: {
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    locale: "en-GB",
    launchOptions: { ...browser, args: ["--no-sandbox", "--disable-gpu", ...quiet, ...media] },
  },
});
