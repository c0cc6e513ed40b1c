import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { ownPorts, round, startInstance } from "./instance.mjs";

const validations = 300;
/** Of each account: a person may ask for sixty keys a minute. */
const keysPerAccount = 55;
const warmPerAccount = 3;
/** Ticks of /proc/<pid>/stat are hundredths of a second on Linux. */
const ticksPerSecond = 100;

/** The process that listens on a port, by what the kernel says. @param {number} port */
function processOn(port) {
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

/** Processor milliseconds that a process has used. @param {number} pid */
function cpuMs(pid) {
  const cells = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return ((Number(cells[11]) + Number(cells[12])) * 1000) / ticksPerSecond;
}

/** @param {string} url @param {http.RequestOptions} options @param {string} [body] @returns {Promise<{ status: number, headers: http.IncomingHttpHeaders, text: string }>} */
function ask(url, options = {}, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on("error", reject).end(body);
  });
}

/** Runs a request many times. @param {number} pid @param {(turn: number) => Promise<{ status: number }>} run @param {number} requests @param {number} warm */
async function measureRequests(pid, run, requests, warm) {
  for (let turn = 0; turn < warm; turn += 1) await run(turn);
  const before = cpuMs(pid);
  const times = [];
  for (let count = 0; count < requests; count += 1) {
    const began = performance.now();
    const { status } = await run(count);
    if (status !== 200) throw new Error(`A request was answered ${status}.`);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return { cpuMs: round((cpuMs(pid) - before) / requests, 2), medianMs: round(times[Math.floor(requests / 2)] ?? 0, 2), p95Ms: round(times[Math.floor(requests * 0.95)] ?? 0, 2) };
}

/** What the door costs: a key, and a connection through the gate beside one to LiveKit directly. Linux only: it reads /proc. */
export async function measure() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  const ports = await ownPorts();
  const instance = await startInstance({ ...ports, DATA_DIR: path.join(dir, "data") });
  try {
    const json = { "content-type": "application/json" };
    const people = [];
    for (const account of instance.accounts) {
      const { headers } = await ask(`${instance.url}/api/login/`, { method: "POST", headers: json }, JSON.stringify(account));
      people.push({ ...json, cookie: (headers["set-cookie"] ?? []).map((each) => each.split(";")[0]).join("; ") });
    }
    if (people.length === 0) throw new Error("The product printed no demo account.");
    const room = JSON.parse((await ask(`${instance.url}/api/rooms/`, { method: "POST", headers: people[0] }, JSON.stringify({ name: "Bench" }))).text);
    const mint = (turn) => ask(`${instance.url}/api/rooms/${room.slug}/token/`, { method: "POST", headers: people[turn % people.length] }, "{}");
    const { token } = JSON.parse((await mint(0)).text);
    const [web, livekit] = [processOn(Number(ports.PORT)), processOn(Number(ports.LIVEKIT_PORT))];
    const validate = (base) => () => ask(`${base}/rtc/validate?access_token=${token}`);
    return {
      token: { ...(await measureRequests(web, mint, keysPerAccount * people.length, warmPerAccount * people.length)), aimCpuMs: 4 },
      gate: await measureRequests(web, validate(instance.url), validations, 50),
      livekitDirectly: await measureRequests(livekit, validate(`http://127.0.0.1:${ports.LIVEKIT_PORT}`), validations, 50),
    };
  } finally {
    await instance.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}
