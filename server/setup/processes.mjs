import { execFileSync } from "node:child_process";
import fs from "node:fs";

/**
 * How a process is ended: signals, each with the milliseconds to wait for it before the next one.
 * @typedef {ReadonlyArray<readonly [signal: NodeJS.Signals, waitMs: number]>} EndPlan
 */

/** @type {Readonly<Record<"app" | "livekit" | "postgres", EndPlan>>} */
export const END_PLANS = {
  app: [["SIGTERM", 8000], ["SIGKILL", 2000]],
  // the first TERM waits until everybody has left their call; the second ends at once
  livekit: [["SIGTERM", 300], ["SIGTERM", 3000], ["SIGKILL", 2000]],
  // INT is Postgres's fast shutdown, QUIT the immediate one (the next start recovers from the log)
  postgres: [["SIGINT", 8000], ["SIGQUIT", 3000], ["SIGKILL", 2000]],
};

/** @param {number} ms */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Whether a process runs. A zombie does not: under a container's first process that never reaps, `kill 0` alone
 * would call it alive for ever.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  if (process.platform !== "linux") return true;
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

/**
 * The command line of a process, or "" where there is none. Used before a process found by a pid file is ended: the
 * number may belong to another program by now.
 * @param {number} pid
 */
export function commandOf(pid) {
  try {
    if (process.platform === "linux") return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
  } catch {
    return "";
  }
}

/**
 * Sends a signal to the process group that `pid` leads, or to the process alone where it leads none.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(pid, signal) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // no such group: try the process; no such process: it has ended, which is what was wanted
    }
  }
}

/**
 * Ends a process by its plan, then whatever is left of its group. Resolves when it is gone.
 * @param {number} pid
 * @param {EndPlan} plan
 */
export async function endProcess(pid, plan) {
  for (const [signal, waitMs] of plan) {
    if (!isAlive(pid)) break;
    signalGroup(pid, signal);
    const deadline = Date.now() + waitMs;
    while (isAlive(pid) && Date.now() < deadline) await sleep(25);
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // nothing was left of the group
  }
}

/**
 * Ends many processes: higher ranks first, equal ranks together, so that the database outlives those who use it.
 * @param {ReadonlyArray<{ pid: number, rank: number, plan: EndPlan }>} entries
 */
export async function endByRank(entries) {
  const ranks = [...new Set(entries.map((entry) => entry.rank))].sort((a, b) => b - a);
  for (const rank of ranks) {
    await Promise.all(entries.filter((entry) => entry.rank === rank).map((entry) => endProcess(entry.pid, entry.plan)));
  }
}
