import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ownPorts, round, startInstance } from "./instance.mjs";
import { cpuMs, processOn } from "./process-cost.mjs";

const waitingPeople = 200;
const idleSeconds = 30;
/** One address may ask sixty times a minute: the guests come from several. */
const guestsPerAddress = 55;

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Two hundred people wait in one lobby, each with an open stream, and a host listens. What it costs to let them ask, how
 * long the host's list takes, how much of a core the web process and the database use while nothing happens, and how long
 * it takes until all of them know that they are let in. Linux only: it reads /proc.
 */
export async function measure() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  const ports = await ownPorts();
  // Each guest is given an address of their own, as a proxy in front would.
  const instance = await startInstance({ ...ports, DATA_DIR: path.join(dir, "data"), TRUSTED_PROXIES: "127.0.0.1,::1" });
  try {
    return await run(instance, processOn(Number(ports.PORT)));
  } finally {
    await instance.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

const cookiesOf = (answer) => answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");

/** @param {{ url: string, accounts: Array<{ email: string, password: string }> }} instance @param {number} pid */
async function run({ url, accounts }, pid) {
  const headers = { "content-type": "application/json", origin: url };
  const login = await fetch(`${url}/api/login/`, { method: "POST", headers, body: JSON.stringify(accounts[0]) });
  const cookie = cookiesOf(login);
  const post = (address, body) => fetch(`${url}${address}`, { method: "POST", headers: { ...headers, cookie }, body: JSON.stringify(body) });
  const { id } = await (await post("/api/rooms/", { name: "Lobby bench", access_level: "restricted" })).json();
  const abort = new AbortController();
  const host = await follow(url, { cookie }, abort.signal);

  const [asked, cpuAtFirst] = [performance.now(), cpuMs(pid)];
  const told = [];
  for (let number = 0; number < waitingPeople; number += 1) told.push(await askAndListen(url, id, number, headers, abort.signal));
  const [askMs, askCpuMs] = [(performance.now() - asked) / waitingPeople, (cpuMs(pid) - cpuAtFirst) / waitingPeople];
  await host.until(`"count":${waitingPeople}`);

  const listMs = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const began = performance.now();
    const { count, more, results } = await (await fetch(`${url}/api/rooms/${id}/lobby/`, { headers: { cookie } })).json();
    if (count !== waitingPeople || results.length + more !== count) throw new Error(`The list holds ${results.length} and ${more} more of ${count}.`);
    listMs.push(performance.now() - began);
  }
  await wait(5000);
  const before = cpuMs(pid);
  await wait(idleSeconds * 1000);
  const idlePercent = (cpuMs(pid) - before) / (idleSeconds * 10);

  const [admittedAt, cpuBefore] = [performance.now(), cpuMs(pid)];
  const { admitted } = await (await post(`/api/rooms/${id}/lobby/admit/`, {})).json();
  await Promise.all(told.map((stream) => stream.until('"admitted"')));
  const allToldMs = performance.now() - admittedAt;
  await host.until('"count":0');
  const admitCpuMs = cpuMs(pid) - cpuBefore;
  abort.abort();
  listMs.sort((a, b) => a - b);
  return {
    waiting: admitted, askMs: round(askMs), askCpuMs: round(askCpuMs), listMs: round(listMs[10] ?? 0), idlePercentOfCore: round(idlePercent, 2), idleAimPercent: 1,
    allToldMs: round(allToldMs), admitAllCpuMs: round(admitCpuMs), hostStreamKb: round(host.bytes() / 1024),
  };
}

/** Asks to be let in and opens a stream. */
async function askAndListen(url, roomId, number, headers, signal) {
  const from = { "x-forwarded-for": `198.51.100.${Math.floor(number / guestsPerAddress) + 1}` };
  const answer = await fetch(`${url}/api/rooms/${roomId}/token/`, { method: "POST", headers: { ...headers, ...from }, body: JSON.stringify({ name: `Guest ${number}` }) });
  if (answer.status !== 202) throw new Error(`Guest ${number} was answered ${answer.status}.`);
  return follow(url, { cookie: cookiesOf(answer), ...from }, signal);
}

/** Opens an event stream and reads it all the time; `until` resolves when a text has come. */
async function follow(url, headers, signal) {
  const { body } = await fetch(`${url}/api/events`, { headers, signal });
  let text = "";
  let wake = () => {};
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const part of body) {
      text += decoder.decode(part, { stream: true });
      wake();
    }
  })();
  reading.catch(() => wake());
  const until = async (wanted) => {
    while (!text.includes(wanted)) await new Promise((resolve) => (wake = () => resolve(undefined)));
  };
  await until('"hello"');
  return { until, bytes: () => text.length };
}
