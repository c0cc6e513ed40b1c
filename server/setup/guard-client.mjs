import { spawn } from "node:child_process";
import path from "node:path";
import { END_PLANS } from "./processes.mjs";

/** @type {import("node:child_process").ChildProcess | undefined} */
let guard;

function guardInput() {
  if (guard?.exitCode === null && guard.signalCode === null) return guard.stdin;
  guard = spawn(process.execPath, [path.join(import.meta.dirname, "..", "guard.mjs")], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
    env: {},
  });
  guard.unref();
  guard.stdin.unref?.();
  // a guard that was killed is replaced at the next call; the processes it knew are then watched by nobody
  guard.stdin.on("error", () => {});
  return guard.stdin;
}

/**
 * Has a child ended when this process is gone, even after kill -9. One guard process serves all calls.
 * @param {import("node:child_process").ChildProcess} child
 * @param {keyof typeof END_PLANS} kind
 */
export function guardChild(child, kind) {
  if (child.pid === undefined) return;
  const rank = kind === "postgres" ? 0 : kind === "livekit" ? 1 : 2;
  guardInput().write(`+ ${child.pid} ${rank} ${JSON.stringify(END_PLANS[kind])}\n`);
  child.once("exit", () => guardInput().write(`- ${child.pid}\n`));
}
