import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { env } from "@/lib/platform/env";
import { forgetChild, rememberChild } from "@/lib/platform/media/pid-files";

const stderrLimitChars = 8_000;
const termToKillMs = 5_000;

export type ChildFailure = "exit" | "timeout" | "aborted" | "killed" | "not_found";

/** A child that did not do its work. `stderr` is for the log only: it names paths of this machine. */
export class ChildError extends Error {
  constructor(
    readonly failure: ChildFailure,
    readonly program: string,
    readonly stderr: string,
    readonly exitCode: number | null = null,
  ) {
    super(`${program}: ${failure}${exitCode === null ? "" : ` (${exitCode})`}`);
    this.name = "ChildError";
  }
}

export type ChildOptions = {
  /** Wall clock; at its end the whole group gets TERM, five seconds later KILL. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** Called with each line of standard output, which is then not collected. */
  onLine?: (line: string) => void;
  /** Standard output beyond this is an error; ignored with `onLine`. */
  maxOutputBytes?: number;
  /** Where relative names in the arguments lead. */
  cwd?: string;
  /** 0 to 19; work for people who wait for a page comes first. */
  niceness?: number;
};

let wrapper: string[] | undefined;

/** `setpriv --pdeathsig KILL`: the child dies with this process, however that ends. Linux only; elsewhere pid files are swept at start. */
function deathSignal(): string[] {
  if (wrapper) return wrapper;
  const found = process.platform === "linux" && ["/usr/bin/setpriv", "/bin/setpriv"].find((file) => existsSync(file));
  const call = found ? [found, "--pdeathsig", "KILL", "--"] : [];
  // Busybox has a setpriv that knows no such option.
  return (wrapper = found && spawnSync(found, [...call.slice(1), "true"], { stdio: "ignore", timeout: 5_000 }).status === 0 ? call : []);
}

/** Signals a child's whole group; it may be gone already. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/**
 * Runs a program without a shell, in a process group of its own, under `nice`, with a wall clock, and ends the whole
 * group when the clock or `signal` says so. No descriptor but its own pipes is inherited.
 * @returns what it wrote to standard output.
 * @throws ChildError
 */
export async function runChild(program: string, args: readonly string[], options: ChildOptions): Promise<string> {
  const name = path.basename(program);
  if (options.signal?.aborted) throw new ChildError("aborted", name, "");
  const [file, ...rest] = [...deathSignal(), "nice", "-n", String(options.niceness ?? 0), program, ...args] as [string, ...string[]];
  const child = spawn(file, rest, { stdio: ["ignore", "pipe", "pipe"], detached: true, cwd: options.cwd, env: { PATH: env().PATH, LC_ALL: "C" } as unknown as NodeJS.ProcessEnv });
  // Before anything is awaited: a program that is not there reports so at once.
  const closed = new Promise<{ code: number | null; signal: NodeJS.Signals | null; missing?: boolean }>((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null, missing: true }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });

  let ending: ChildFailure | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const end = (why: ChildFailure) => {
    if (ending) return;
    ending = why;
    signalGroup(child, "SIGTERM");
    killTimer = setTimeout(() => signalGroup(child, "SIGKILL"), termToKillMs);
  };
  const clock = setTimeout(() => end("timeout"), options.timeoutMs);
  const onAbort = () => end("aborted");
  options.signal?.addEventListener("abort", onAbort, { once: true });

  const output = collect(child, options, () => end("exit"));
  try {
    if (child.pid !== undefined) await rememberChild(child.pid, name);
    const { code, signal, missing } = await closed;
    if (ending) throw new ChildError(ending, name, output.stderr());
    // `nice` answers 127 when the program is not there.
    if (missing || code === 127) throw new ChildError("not_found", name, output.stderr());
    if (signal !== null || code === 137) throw new ChildError("killed", name, output.stderr());
    if (code !== 0) throw new ChildError("exit", name, output.stderr(), code);
    return output.stdout();
  } finally {
    clearTimeout(clock);
    clearTimeout(killTimer);
    options.signal?.removeEventListener("abort", onAbort);
    // A grandchild may have outlived the one that was told to end; without its note (a full disk) a child must not run on.
    if (ending || (child.exitCode === null && child.signalCode === null)) signalGroup(child, "SIGKILL");
    if (child.pid !== undefined) await forgetChild(child.pid);
  }
}

/** Gathers the child's output: whole lines to `onLine`, else a bounded text; the end of standard error for the log. */
function collect(child: ChildProcess, options: ChildOptions, onOverflow: () => void) {
  const limit = options.maxOutputBytes ?? 16 * 1024 * 1024;
  const chunks: Buffer[] = [];
  let size = 0;
  let pending = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    if (options.onLine) {
      const lines = (pending + chunk.toString("utf8")).split("\n");
      pending = (lines.pop() ?? "").slice(-4_096);
      for (const line of lines) options.onLine(line);
      return;
    }
    size += chunk.length;
    if (size > limit) onOverflow();
    else chunks.push(chunk);
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString("utf8")).slice(-stderrLimitChars);
  });
  return { stdout: () => Buffer.concat(chunks).toString("utf8"), stderr: () => stderr };
}
