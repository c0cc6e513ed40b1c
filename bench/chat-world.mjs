import { execFile } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../server/setup/root.mjs";
import { withInstance } from "./instance.mjs";
import { processOn } from "./process-cost.mjs";

/** @typedef {{ url: string, port: number, web: number, postgres: number, rooms: Array<{ id: number, members: number[] }>, cookies: string[] }} ChatWorld */

/**
 * Starts an instance, fills its database with people, rooms and messages, and runs a measurement on it.
 * @template T @param {import("./chat-world.ts").ChatWorldSize} size @param {(world: ChatWorld) => Promise<T>} run @returns {Promise<T>}
 */
export async function inChatWorld(size, run) {
  return withInstance(async ({ url, ports, dir, env }) => {
    const file = path.join(dir, "world.json");
    await promisify(execFile)(process.execPath, ["--import", "tsx", "bench/chat-world.ts", file, JSON.stringify(size)], { cwd: ROOT, env });
    const filled = JSON.parse(fs.readFileSync(file, "utf8"));
    return run({ url, port: Number(ports.PORT), web: processOn(Number(ports.PORT)), postgres: processOn(Number(ports.POSTGRES_PORT)), ...filled });
  });
}

const tickMs = 10;

/** Processor milliseconds of a process and all its children, those included that have ended. @param {number} pid */
export function cpuOfTreeMs(pid) {
  let ticks = 0;
  for (const name of fs.readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    try {
      const cells = fs.readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      if (Number(name) === pid) ticks += Number(cells[11]) + Number(cells[12]) + Number(cells[13]) + Number(cells[14]);
      else if (Number(cells[1]) === pid) ticks += Number(cells[11]) + Number(cells[12]);
    } catch {
      // It has just ended; its parent has its share.
    }
  }
  return ticks * tickMs;
}

/** @param {number[]} values @param {number} share 0.5 is the middle one */
export function quantile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}

/** Runs requests over kept connections. @param {ChatWorld} world @param {number} connections */
export function asker(world, connections) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  /** @param {string} method @param {string} address @param {string} cookie @param {unknown} [body] @returns {Promise<{ status: number, text: string }>} */
  const ask = (method, address, cookie, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = { cookie, ...(text === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }) };
      const request = http.request({ agent, host: "127.0.0.1", port: world.port, method, path: address, headers }, (response) => {
        let said = "";
        response.setEncoding("latin1").on("data", (part) => (said += part));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text: said }));
      });
      request.on("error", reject).end(text);
    });
  return { ask, close: () => agent.destroy() };
}
