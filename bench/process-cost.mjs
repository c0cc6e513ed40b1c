import fs from "node:fs";
import http from "node:http";
import { round } from "./instance.mjs";

/** The process that listens on a port, by what the kernel says. @param {number} port */
export function processOn(port) {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const inode = ["tcp", "tcp6"]
    .flatMap((table) => fs.readFileSync(`/proc/net/${table}`, "utf8").split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .find((cells) => cells[1]?.endsWith(`:${hex}`) && cells[3] === "0A")?.[9];
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (fs.readdirSync(`/proc/${pid}/fd`).some((fd) => fs.readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`)) return Number(pid);
    } catch {
      // Somebody else's process, or one that has just ended.
    }
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

/** Processor milliseconds that a process has used, all its threads together. @param {number} pid */
export function cpuMs(pid) {
  const used = fs.readdirSync(`/proc/${pid}/task`).map((task) => Number(fs.readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]));
  return used.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** @param {string} url @param {http.RequestOptions} options @param {string} [body] @returns {Promise<{ status: number, headers: http.IncomingHttpHeaders, text: string }>} */
export function ask(url, options = {}, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on("error", reject).end(body);
  });
}

/** What a person's requests carry, once signed in. @param {string} url of the product @param {{ email: string, password: string }} account */
export async function signIn(url, account) {
  const json = { "content-type": "application/json" };
  const { headers } = await ask(`${url}/api/login/`, { method: "POST", headers: json }, JSON.stringify(account));
  return { ...json, cookie: (headers["set-cookie"] ?? []).map((each) => each.split(";")[0]).join("; ") };
}

/**
 * Runs a request many times, so many of them at a time: one by one a process pays for waking up as well.
 * @param {number} pid @param {(turn: number) => Promise<{ status: number }>} run @param {number} requests @param {number} warm
 * @param {{ expected?: number, together?: number }} [how]
 */
export async function measureRequests(pid, run, requests, warm, { expected = 200, together = 1 } = {}) {
  const times = [];
  /** @param {number} count @param {(turn: number) => Promise<unknown>} ask */
  const all = async (count, ask) => {
    let turn = 0;
    await Promise.all(Array.from({ length: together }, async () => {
      while (turn < count) await ask(turn++);
    }));
  };
  await all(warm, run);
  const before = cpuMs(pid);
  await all(requests, async (turn) => {
    const began = performance.now();
    const { status } = await run(turn);
    if (status !== expected) throw new Error(`A request was answered ${status}.`);
    times.push(performance.now() - began);
  });
  times.sort((a, b) => a - b);
  return { cpuMs: round((cpuMs(pid) - before) / requests, 2), medianMs: round(times[Math.floor(requests / 2)] ?? 0, 2), p95Ms: round(times[Math.floor(requests * 0.95)] ?? 0, 2) };
}
