import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { findBrowser } from "../server/setup/browser.mjs";
import { ownPorts, startInstance } from "./instance.mjs";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection"];

/** The pages, with the aim for each in kB of gzip. `joins`: counted once more when the person is in the call. */
const PAGES = [
  { name: "login", path: "/login", aimKb: 160, isSignedOut: true },
  { name: "home", path: "/", aimKb: 130 },
  { name: "library", path: "/videos", aimKb: 190 },
  { name: "room", path: "/r/design-review", aimKb: 420 },
  { name: "call", path: "/r/design-review/call", aimKb: 420, joins: true },
];

/**
 * Bytes of JavaScript, each script compressed with gzip, that a signed-in person's browser (a stranger's, at the sign-in page) loads for a
 * page with an empty cache: scripts, modules that load later by themselves, and workers.
 */
export async function measure() {
  const { chromium } = await import("@playwright/test");
  const found = await findBrowser();
  if (!found) throw new Error("No browser was found. Run npm test once, or set PLAYWRIGHT_CHROMIUM_PATH.");
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  const instance = await startInstance({ ...(await ownPorts()), DATA_DIR: path.join(dir, "data") });
  const browser = await chromium.launch({ ...found, args: FLAGS });
  try {
    const state = await signIn(browser, instance);
    const pages = {};
    for (const page of PAGES) pages[page.name] = await measurePage(browser, state, instance.url, page);
    return { pages };
  } finally {
    await browser.close();
    await instance.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** @param {import("@playwright/test").Browser} browser */
async function signIn(browser, { url, accounts }) {
  const [account] = accounts;
  if (!account) throw new Error("The product printed no demo account.");
  const context = await browser.newContext({ baseURL: url });
  const answer = await context.request.post("/api/login/", { data: account, headers: { origin: url } });
  if (!answer.ok()) throw new Error(`The demo account could not sign in: ${answer.status()} ${await answer.text()}`);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** @param {import("@playwright/test").Browser} browser */
async function measurePage(browser, storageState, url, { path: target, aimKb, joins, isSignedOut }) {
  const context = await browser.newContext({ baseURL: url, locale: "en-GB", ...(isSignedOut ? {} : { storageState }), permissions: ["camera", "microphone"] });
  /** @type {Map<string, number>} */
  const scripts = new Map();
  /** @type {Promise<void>[]} */
  const reading = [];
  context.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (!response.ok() || !/javascript/.test(type)) return;
    reading.push(response.body().then((body) => void scripts.set(response.url(), gzipSync(body, { level: 6 }).length), () => {}));
  });
  const sum = async () => {
    await Promise.all(reading);
    return Number(([...scripts.values()].reduce((total, bytes) => total + bytes, 0) / 1000).toFixed(1));
  };
  try {
    const page = await context.newPage();
    const answer = await page.goto(target, { waitUntil: "load" });
    // the event stream stays open, so there is no moment without any request: wait until no script came for a while
    await quiet(scripts);
    const status = answer?.status() ?? 0;
    if (status !== 200 || new URL(page.url()).pathname !== target) return { kb: null, aimKb, problem: `${target} answered ${status} at ${page.url()}` };
    const result = { kb: await sum(), aimKb, scripts: scripts.size };
    if (!joins) return result;
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await page.getByRole("button", { name: "Leave", exact: true }).waitFor();
    await quiet(scripts);
    return { ...result, kbInCall: await sum() };
  } finally {
    await context.close();
  }
}

/** @param {Map<string, number>} scripts */
async function quiet(scripts) {
  for (let seen = -1; seen !== scripts.size; ) {
    seen = scripts.size;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
