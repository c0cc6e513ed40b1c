import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ROOT } from "../server/setup/root.mjs";
import { ownPorts, round, startInstance } from "./instance.mjs";

/**
 * Seconds from the command to "ready". Cold: packages are there, but nothing is built and the data folder is empty.
 * Warm: the same again, three times, the middle one counts.
 */
export async function measure() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  const dist = ".next-bench";
  const tsconfig = path.join(ROOT, "tsconfig.json");
  const before = fs.readFileSync(tsconfig);
  const env = { ...(await ownPorts()), DATA_DIR: path.join(dir, "data"), ATRIUM_DIST_DIR: dist };
  const run = async () => {
    const instance = await startInstance(env);
    await instance.stop();
    return instance.seconds;
  };
  try {
    fs.rmSync(path.join(ROOT, dist), { recursive: true, force: true });
    const cold = await run();
    const warm = [await run(), await run(), await run()].sort((a, b) => a - b);
    return { coldSeconds: round(cold), warmSeconds: round(warm[1] ?? 0), warmAll: warm.map((value) => round(value)), warmAimSeconds: 6 };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
    fs.rmSync(path.join(ROOT, dist), { recursive: true, force: true });
    // Next adds the folder of each build to it
    fs.writeFileSync(tsconfig, before);
  }
}
