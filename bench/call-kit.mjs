import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { AccessToken, RoomServiceClient } from "livekit-server-sdk";
import { findBrowser } from "../server/setup/browser.mjs";
import { ROOT } from "../server/setup/root.mjs";
import { ownPorts, startInstance } from "./instance.mjs";
import { ask, signIn } from "./process-cost.mjs";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection", "--autoplay-policy=no-user-gesture-required"];

/**
 * @typedef {object} CallKit
 * @property {string} url of the product
 * @property {string} livekitUrl of its LiveKit, past the product
 * @property {import("@playwright/test").Browser} browser
 * @property {(turn: number) => Promise<import("@playwright/test").BrowserContext>} openBrowser a browser of a person with an account
 * @property {(slug: string) => Promise<string>} livekitNameOf the room's name in LiveKit
 * @property {(room: string, identity: string) => Promise<string>} mint a key to a room in LiveKit
 * @property {(room: string) => Promise<unknown>} createRoom a room in LiveKit, past the product
 * @property {(room: string, count: number) => Promise<() => Promise<void>>} enterRobots people without a browser; answers how to end them
 * @property {(script: string, markup: string) => Promise<string>} servePage a page of bench/pages at an origin of its own
 */

/** A whole product, a browser, people without a browser, and pages beside it that speak to LiveKit directly. @template T @param {(kit: CallKit) => Promise<T>} run @returns {Promise<T>} */
export async function withCallKit(run) {
  const { chromium } = await import("@playwright/test");
  const found = await findBrowser();
  if (!found) throw new Error("No browser was found. Run npm test once, or set PLAYWRIGHT_CHROMIUM_PATH.");
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  const ports = await ownPorts();
  const instance = await startInstance({ ...ports, DATA_DIR: path.join(dir, "data") });
  const { livekitApiKey: key, livekitApiSecret: secret } = JSON.parse(fs.readFileSync(path.join(dir, "data", "secrets.json"), "utf8"));
  const livekitUrl = `ws://127.0.0.1:${ports.LIVEKIT_PORT}`;
  const rooms = new RoomServiceClient(livekitUrl.replace("ws:", "http:"), key, secret);
  const browser = await chromium.launch({ ...found, args: FLAGS });
  /** @type {Array<() => unknown>} */
  const endings = [];

  const livekitNameOf = async (slug) => {
    const { text } = await ask(`${instance.url}/api/rooms/${slug}/token/`, { method: "POST", headers: await signIn(instance.url, instance.accounts[0]) }, "{}");
    return JSON.parse(Buffer.from(JSON.parse(text).token.split(".")[1], "base64url").toString()).video.room;
  };
  const mint = (room, identity) => {
    const token = new AccessToken(key, secret, { identity, name: identity, ttl: 600 });
    token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true });
    return token.toJwt();
  };
  const openBrowser = async (turn) => {
    const account = instance.accounts[turn];
    const context = await browser.newContext({ baseURL: instance.url, viewport: { width: 1280, height: 800 }, locale: "en-GB", permissions: ["camera", "microphone"] });
    const answer = await context.request.post("/api/login/", { data: account, headers: { origin: instance.url } });
    if (!answer.ok()) throw new Error(`The demo account could not sign in: ${answer.status()} ${await answer.text()}`);
    return context;
  };
  const enterRobots = async (room, count) => {
    const keys = await Promise.all(Array.from({ length: count }, async (_, index) => ({ url: livekitUrl, token: await mint(room, `robot${index + 1}`) })));
    const child = spawn(process.execPath, ["--import", "tsx", "e2e/media/robots.ts"], { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const ready = new Promise((resolve) => child.stdout.on("data", (text) => /^READY$/m.test(String(text)) && resolve("ready")));
    const leave = async () => {
      child.stdin.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(timer);
    };
    endings.push(leave);
    child.stdin.write(`keys ${JSON.stringify(keys)}\n`);
    if ((await Promise.race([ready, ended])) !== "ready") throw new Error("The people without a browser did not come in.");
    return leave;
  };
  const servePage = async (script, markup) => {
    const { outputFiles } = await build({ entryPoints: [path.join(ROOT, "bench", "pages", script)], bundle: true, write: false, minify: true, format: "esm", jsx: "automatic", define: { "process.env.NODE_ENV": '"production"' } });
    const code = outputFiles[0].text;
    const server = http.createServer((request, response) => {
      const isScript = request.url === "/page.js";
      response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html", "cache-control": isScript ? "max-age=3600" : "no-store" }).end(isScript ? code : `<!doctype html><meta charset="utf-8"><title>Beside</title>${markup}<script type="module" src="/page.js"></script>`);
    });
    await new Promise((resolve) => server.listen(0, "localhost", () => resolve(null)));
    endings.push(() => server.close());
    return `http://localhost:${server.address().port}/`;
  };

  try {
    return await run({ url: instance.url, livekitUrl, browser, openBrowser, livekitNameOf, mint, createRoom: (name) => rooms.createRoom({ name, emptyTimeout: 600 }), enterRobots, servePage });
  } finally {
    await browser.close();
    await Promise.all(endings.map((end) => end()));
    await instance.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
