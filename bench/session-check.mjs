import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ROOT } from "../server/setup/root.mjs";
import { withInstance } from "./instance.mjs";

/**
 * What the check of the session costs a JSON route: processor time of `GET /api/rooms/` through its contract (session,
 * limits, parsing), against a bare handler with the same query and the same answer. In a process of its own, on the
 * database of an instance, without the server around it, which costs both the same.
 */
export async function measure() {
  return withInstance(async ({ env }) => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "bench/session-check-inside.ts"], { cwd: ROOT, env });
    return JSON.parse(stdout);
  });
}
