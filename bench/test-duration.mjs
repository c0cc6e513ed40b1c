import { spawnSync } from "node:child_process";
import { ROOT } from "../server/setup/root.mjs";
import { round } from "./instance.mjs";

/** Seconds of a whole `npm test`, with its counts. Packages and, where nothing changed, the build are there. */
export async function measure(args) {
  const began = performance.now();
  const { stdout, status } = spawnSync("npm", ["test", "--silent", "--", ...args], { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 28 });
  const seconds = (performance.now() - began) / 1000;
  return { seconds: round(seconds), result: stdout.trim().split("\n").at(-1) ?? "", exitCode: status, parts: args.length > 0 ? args.join(" ") : "all" };
}
