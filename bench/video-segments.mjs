import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { findOnPath } from "../server/setup/commands.mjs";
import { startNginx } from "../server/testing-nginx.mjs";
import { round, withInstance } from "./instance.mjs";
import { cpuMs, processOn, signIn } from "./process-cost.mjs";

const connections = 8;
const rounds = 5;
const secondsEach = 3;
const warmSeconds = 3;
const sizes = { "1 MiB": 1024 ** 2, "4 MiB": 4 * 1024 ** 2 };
const aims = { "1 MiB": 0.6, "4 MiB": 0.95 };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** One go of wrk. @returns {Promise<{ requests: number, mibPerSecond: number }>} @throws where an answer was none */
async function load(url, cookie, seconds) {
  const { stdout } = await promisify(execFile)("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "20s", "-H", `Cookie: ${cookie}`, url]);
  const [, requests = "0", took = "1"] = /(\d+) requests in ([\d.]+)s/.exec(stdout) ?? [];
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`Not all was answered: ${stdout}`);
  const [, amount = "0", unit = "MB"] = /Transfer\/sec:\s+([\d.]+)(KB|MB|GB)/.exec(stdout) ?? [];
  return { requests: Number(requests), mibPerSecond: Number(amount) * { KB: 1 / 1024, MB: 1, GB: 1024 }[unit], seconds: Number(took) };
}

/** What all processes of a program used: nginx has one for the rest. @param {number} pid */
const withChildren = (pid) => fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(/\s+/).filter(Boolean).map(Number).concat(pid);

/** Two segments of random bytes beside those of the demonstration's film, which everybody who is signed in may see. */
async function plantSegments(url, person, storageDir) {
  let film;
  while (!film) {
    [film] = JSON.parse(await (await fetch(`${url}/api/video/`, { headers: person })).text());
    if (!film) await pause(500);
  }
  const playlist = await (await fetch(`${url}/api/video/${film.id}/480p/index.m3u8`, { headers: person })).text();
  const [, where = "", generation = ""] = /(\/api\/video\/\d+\/\d+p\/segment_g(\d+)_)\d+\.ts/.exec(playlist) ?? [];
  const folder = path.join("videos", String(film.id), `g${generation}`, where.split("/").at(-2) ?? "");
  return Object.entries(sizes).map(([size, bytes], i) => {
    const name = `segment_g${generation}_9000${i}.ts`;
    fs.writeFileSync(path.join(storageDir, folder, name), randomBytes(bytes));
    return { size, ours: `${url}${where}9000${i}.ts`, raw: `/raw/${folder}/${name}` };
  });
}

/** How fast segments are served to somebody who may see them, beside nginx that sends the same files to anybody: by turns, in one run. */
export async function measure() {
  if (!findOnPath("wrk")) throw new Error("This figure needs wrk: apt-get install wrk.");
  return withInstance(async ({ url, ports, dir, accounts }) => {
    const person = await signIn(url, accounts[0]);
    const storageDir = path.join(dir, "data", "storage");
    const segments = await plantSegments(url, person, storageDir);
    const nginx = await startNginx({ upstreamPort: Number(ports.PORT), storageDir, workers: 2 });
    const processes = { ours: [processOn(Number(ports.PORT))], nginx: withChildren(nginx.pid) };
    const used = (pids) => pids.reduce((sum, pid) => sum + cpuMs(pid), 0);
    const found = {};
    try {
      for (const { size, ours, raw } of segments) {
        const places = { ours, nginx: nginx.url + raw };
        const speeds = { ours: [], nginx: [] };
        const costs = { ours: [], nginx: [] };
        for (const who of ["nginx", "ours"]) await load(places[who], person.cookie, warmSeconds);
        for (let turn = 0; turn < rounds; turn += 1) {
          for (const who of ["nginx", "ours"]) {
            const before = used(processes[who]);
            const { requests, mibPerSecond } = await load(places[who], person.cookie, secondsEach);
            speeds[who].push(mibPerSecond);
            costs[who].push((used(processes[who]) - before) / requests);
          }
        }
        const shares = speeds.ours.map((speed, i) => speed / speeds.nginx[i]);
        found[size] = {
          mibPerSecond: round(median(speeds.ours), 0), ofNginx: round(median(shares), 2), aim: aims[size], rounds: shares.map((share) => round(share, 2)),
          cpuMsARequest: round(median(costs.ours), 2), nginx: { mibPerSecond: round(median(speeds.nginx), 0), cpuMsARequest: round(median(costs.nginx), 2) },
        };
      }
    } finally {
      await nginx.stop();
    }
    return { connections, ...found };
  });
}
