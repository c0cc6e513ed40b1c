import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ROOT } from "../server/setup/root.mjs";

/** What one password costs: the parameters that are in the hash, and the time and memory of making it. */
export async function measure() {
  const script = `
    const { hashPassword } = await import("@/lib/platform/password");
    const sample = await hashPassword("correct horse battery staple");
    const times = [];
    for (let run = 0; run < 20; run += 1) { const began = performance.now(); await hashPassword("correct horse battery staple " + run); times.push(performance.now() - began); }
    const [, algorithm, , parameters] = sample.split("$");
    console.log(JSON.stringify({ algorithm, parameters, memoryMiB: Number(/m=(\\d+)/.exec(parameters)[1]) / 1024, medianMs: Number(times.sort((a, b) => a - b)[10].toFixed(1)) }));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], { cwd: ROOT });
  return JSON.parse(stdout);
}
