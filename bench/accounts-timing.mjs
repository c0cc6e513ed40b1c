import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { ownPorts, round, startInstance } from "./instance.mjs";

const RUNS = 50;
const PASSWORD = "correct horse battery staple";
let serial = 0;

/** Another visitor each time, as a proxy tells it, so that no limit is met. */
const visitor = () => `198.51.${100 + Math.floor((serial += 1) / 250)}.${1 + (serial % 250)}`;
const unknownAddress = () => `nobody-${randomUUID()}@example.test`;

/** @param {string} url @param {string} where @param {Record<string, string>} body @returns {Promise<number>} milliseconds until the whole answer is there */
async function timed(url, where, body) {
  const began = performance.now();
  const response = await fetch(`${url}${where}`, { method: "POST", headers: { "content-type": "application/json", "x-forwarded-for": visitor() }, body: JSON.stringify(body) });
  await response.text();
  if (response.status === 429 || response.status >= 500) throw new Error(`${where} answered ${response.status}`);
  return performance.now() - began;
}

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const doors = {
  signIn: { where: "/api/login/", body: (/** @type {string} */ email) => ({ email, password: "a wrong password" }) },
  register: { where: "/api/register/", body: (/** @type {string} */ email) => ({ email, password: PASSWORD, confirmed_password: PASSWORD }) },
  reset: { where: "/api/password_reset/", body: (/** @type {string} */ email) => ({ email }) },
};

/**
 * Whether an answer's time tells if an address has an account: medians of 50 runs each, taken in turns, over real HTTP
 * against a whole instance. Each known address is asked about once a door, so that no limit on its mails is met.
 */
export async function measure() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  const ports = await ownPorts();
  const instance = await startInstance({ ...ports, DATA_DIR: path.join(dir, "data"), TRUSTED_PROXIES: "127.0.0.1" });
  const { postgresPassword } = JSON.parse(fs.readFileSync(path.join(dir, "data", "secrets.json"), "utf8"));
  const sql = postgres(`postgres://atrium:${postgresPassword}@127.0.0.1:${ports.POSTGRES_PORT}/atrium`, { max: 1, onnotice: () => {} });
  try {
    const known = Array.from({ length: RUNS }, () => `person-${randomUUID()}@example.test`);
    for (const email of known) await timed(instance.url, doors.register.where, doors.register.body(email));
    await sql`update "user" set is_active = true, email_verified_at = now() where email = any(${known})`;
    const results = {};
    for (const [door, { where, body }] of Object.entries(doors)) {
      for (let run = 0; run < 5; run += 1) await timed(instance.url, where, body(unknownAddress()));
      const times = { known: /** @type {number[]} */ ([]), unknown: /** @type {number[]} */ ([]) };
      for (const [run, email] of known.entries()) {
        const asked = { known: email, unknown: unknownAddress() };
        // Each goes first as often as the other: what the first request wakes up must not count for one of them.
        for (const kind of run % 2 === 0 ? /** @type {const} */ (["known", "unknown"]) : /** @type {const} */ (["unknown", "known"])) times[kind].push(await timed(instance.url, where, body(asked[kind])));
      }
      const [knownMs, unknownMs] = [median(times.known), median(times.unknown)];
      Object.assign(results, { [door]: { knownMs: round(knownMs), unknownMs: round(unknownMs), differenceMs: round(Math.abs(knownMs - unknownMs)) } });
    }
    return { runs: RUNS, ...results, aimDifferenceMs: 20 };
  } finally {
    await sql.end();
    await instance.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}
