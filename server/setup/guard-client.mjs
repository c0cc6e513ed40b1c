import { spawn } from "node:child_process";
import path from "node:path";
import { endByRank, END_PLANS } from "./processes.mjs";
import { ROOT } from "./root.mjs";

/** @type {Record<keyof typeof END_PLANS, number>} */
const RANKS = { postgres: 0, livekit: 1, app: 2 };

/** @type {Map<number, { pid: number, rank: number, plan: import("./processes.mjs").EndPlan }>} */
const children = new Map();

/** @type {import("node:child_process").ChildProcessByStdio<import("node:stream").Writable, null, null> | undefined} */
let guard;

function tellGuard(message) {
  if (!guard || guard.exitCode !== null || guard.signalCode !== null) {
    guard = spawn(process.execPath, [path.join(ROOT, "server", "guard.mjs")], { stdio: ["pipe", "ignore", "ignore"], detached: true, cwd: "/", env: {} });
    guard.unref();
    guard.stdin.unref?.();
    // a guard that somebody killed is replaced at the next message, with everything it has to know
    guard.stdin.on("error", () => {});
    for (const entry of children.values()) guard.stdin.write(`+ ${JSON.stringify(entry)}\n`);
  }
  guard.stdin.write(`${message}\n`);
}

/**
 * Has a child ended when this process is gone, even after kill -9 of it. One guard process serves all calls.
 * @param {import("node:child_process").ChildProcess} child leads a process group of its own (`detached`)
 * @param {keyof typeof END_PLANS} kind
 */
export function guardChild(child, kind) {
  const { pid } = child;
  if (pid === undefined) return;
  const entry = { pid, rank: RANKS[kind], plan: END_PLANS[kind] };
  children.set(pid, entry);
  tellGuard(`+ ${JSON.stringify(entry)}`);
  child.once("exit", () => {
    children.delete(pid);
    tellGuard(`- ${pid}`);
  });
}

/** Ends every child that was given to the guard; resolves when all are gone. */
export async function endGuardedChildren() {
  await endByRank([...children.values()]);
}
