import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { env } from "@/lib/platform/env";

const run = promisify(execFile);

/** Children whose death signal cannot be tied to ours (no setpriv) are written down, one file each. */
function folder(): string {
  return path.join(env().DATA_DIR, "run", "media");
}

/** Writes down a running child, so that the next start can end it if this process is killed. */
export async function rememberChild(pid: number, program: string): Promise<void> {
  await mkdir(folder(), { recursive: true });
  await writeFile(path.join(folder(), String(pid)), JSON.stringify({ owner: process.pid, program }));
}

export async function forgetChild(pid: number): Promise<void> {
  await rm(path.join(folder(), String(pid)), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The command of a process, or null: a pid may have been given to another program since. */
async function commandOf(pid: number): Promise<string | null> {
  try {
    return (await run("ps", ["-o", "args=", "-p", String(pid)])).stdout.trim();
  } catch {
    return null;
  }
}

/**
 * Ends media programs whose owner is gone. Called when a worker starts.
 * @returns how many were ended.
 */
export async function endOrphans(): Promise<number> {
  let ended = 0;
  for (const name of await readdir(folder()).catch(() => [] as string[])) {
    const pid = Number(name);
    if (!Number.isSafeInteger(pid) || pid <= 1) continue;
    const file = path.join(folder(), name);
    const noted = parseNote(await readFile(file, "utf8").catch(() => ""));
    if (noted && isAlive(noted.owner)) continue;
    if (noted && isAlive(pid) && (await commandOf(pid))?.includes(noted.program)) {
      try {
        process.kill(-pid, "SIGKILL");
        ended += 1;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    }
    await rm(file, { force: true });
  }
  return ended;
}

function parseNote(text: string): { owner: number; program: string } | null {
  try {
    const note = JSON.parse(text) as { owner?: unknown; program?: unknown };
    return typeof note.owner === "number" && typeof note.program === "string" ? { owner: note.owner, program: note.program } : null;
  } catch {
    // A file cut off by a crash says nothing.
    return null;
  }
}
