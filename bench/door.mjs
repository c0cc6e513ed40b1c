import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { ownPorts, round, startInstance } from "./instance.mjs";

const validations = 300;
/** Of each account: a person may ask for sixty keys a minute. */
const keysPerAccount = 15;
const warmPerAccount = 3;
/** Each is asked for twice: the first time warms what asks LiveKit. */
const roomsPerAccount = 18;

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

/** Processor milliseconds that a process has used, all its threads together. @param {number} pid */
function cpuMs(pid) {
  const used = fs.readdirSync(`/proc/${pid}/task`).map((task) => Number(fs.readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]));
  return used.reduce((sum, each) => sum + each, 0) / 1e6;
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

/** Runs a request many times. @param {number} pid @param {(turn: number) => Promise<{ status: number }>} run @param {number} requests @param {number} warm @param {number} expected */
async function measureRequests(pid, run, requests, warm, expected = 200) {
  for (let turn = 0; turn < warm; turn += 1) await run(turn);
  const before = cpuMs(pid);
  const times = [];
  for (let count = 0; count < requests; count += 1) {
    const began = performance.now();
    const { status } = await run(count);
    if (status !== expected) throw new Error(`A request was answered ${status}.`);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return { cpuMs: round((cpuMs(pid) - before) / requests, 2), medianMs: round(times[Math.floor(requests / 2)] ?? 0, 2), p95Ms: round(times[Math.floor(requests * 0.95)] ?? 0, 2) };
}

/**
 * What the door costs: a key (LiveKit is asked once a second for a room, so for keys of one room and for those of another
 * room each), and a connection through the gate beside one to LiveKit directly. `floor`: what the cheapest answer of the
 * server itself costs, and of a route handler behind Next that reads and writes nothing. Linux only: it reads /proc.
 */
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
    const personAt = (turn) => people[turn % people.length];
    const makeRoom = async (turn) => JSON.parse((await ask(`${instance.url}/api/rooms/`, { method: "POST", headers: personAt(turn) }, JSON.stringify({ name: "Bench" }))).text);
    const room = await makeRoom(0);
    const rooms = [];
    for (let turn = 0; turn < roomsPerAccount * people.length; turn += 1) rooms.push(await makeRoom(turn));
    const mintFor = ({ slug }, turn) => ask(`${instance.url}/api/rooms/${slug}/token/`, { method: "POST", headers: personAt(turn) }, "{}");
    const mint = (turn) => mintFor(room, turn);
    const { token } = JSON.parse((await mint(0)).text);
    const [web, livekit] = [processOn(Number(ports.PORT)), processOn(Number(ports.LIVEKIT_PORT))];
    const validate = (base) => () => ask(`${base}/rtc/validate?access_token=${token}`);
    const floor = {
      server: await measureRequests(web, () => ask(`${instance.url}/healthz`), validations, 50),
      nextRoute: await measureRequests(web, () => ask(`${instance.url}/api/rooms/`, { method: "PUT" }), validations, 50, 405),
    };
    return {
      floor,
      token: { ...(await measureRequests(web, mint, keysPerAccount * people.length, warmPerAccount * people.length)), aimCpuMs: 4 },
      tokenForAnotherRoomEach: await measureRequests(web, (turn) => mintFor(rooms[turn], turn), rooms.length, rooms.length),
      gate: await measureRequests(web, validate(instance.url), validations, 50),
      livekitDirectly: await measureRequests(livekit, validate(`http://127.0.0.1:${ports.LIVEKIT_PORT}`), validations, 50),
    };
  } finally {
    await instance.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}
