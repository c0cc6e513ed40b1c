import fs from "node:fs";
import { commandOf } from "./processes.mjs";

/** @param {number} pid */
function parentOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}

/**
 * Calls back when the npm that started this process is gone. npm passes a TERM on to the shell between us only, and
 * kill -9 to nobody; without this the product would go on running after `npm start` has ended. A process that was
 * not started by npm is left alone: it may outlive its shell on purpose. Programs that start the product for
 * themselves, as the tests do, set ATRIUM_END_WITH_PARENT=1.
 * @param {() => void} gone
 */
export function watchNpm(gone) {
  if (!process.env.npm_lifecycle_event && process.env.ATRIUM_END_WITH_PARENT !== "1") return;
  const parent = process.ppid;
  const grandparent = process.platform === "linux" && /npm/.test(commandOf(parentOf(parent))) ? parentOf(parent) : 0;
  const timer = setInterval(() => {
    if (process.ppid === parent && (!grandparent || parentOf(parent) === grandparent)) return;
    clearInterval(timer);
    gone();
  }, 250);
  timer.unref();
}
