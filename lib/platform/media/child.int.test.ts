import { access, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ChildError, runChild } from "@/lib/platform/media/child";
import { endOrphans } from "@/lib/platform/media/pid-files";
import { env } from "@/lib/platform/env";

const failureOf = async (running: Promise<unknown>) => {
  const error = await running.then(() => null, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(ChildError);
  return (error as ChildError).failure;
};
const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe("a child program", () => {
  it("answers what it wrote, and nothing is read by a shell", async () => {
    expect(await runChild("echo", ["$HOME; echo no"], { timeoutMs: 5_000 })).toBe("$HOME; echo no\n");
  });

  it("gets no variable of ours but the path", async () => {
    const text = await runChild("env", [], { timeoutMs: 5_000 });
    expect(text.split("\n").filter(Boolean).map((line) => line.split("=")[0]).sort()).toEqual(["LC_ALL", "PATH"]);
  });

  it("is ended with its whole group when its time is over", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "atrium-child-"));
    const file = path.join(folder, "pid");
    const script = `sleep 600 & echo $! > ${file}; wait`;
    expect(await failureOf(runChild("sh", ["-c", script], { timeoutMs: 700 }))).toBe("timeout");
    const grandchild = Number(await readFile(file, "utf8"));
    await expect.poll(() => isGone(grandchild), { timeout: 5_000 }).toBe(true);
  });

  it("is killed when it does not listen to TERM", async () => {
    expect(await failureOf(runChild("sh", ["-c", "trap '' TERM; while :; do sleep 0.1; done"], { timeoutMs: 300 }))).toBe("timeout");
  });

  it("ends when it is told to", async () => {
    const stop = new AbortController();
    const running = runChild("sleep", ["600"], { timeoutMs: 60_000, signal: stop.signal });
    stop.abort();
    expect(await failureOf(running)).toBe("aborted");
  });

  it("tells a missing program, a failed one and one that the system killed apart", async () => {
    expect(await failureOf(runChild("no-such-program-here", [], { timeoutMs: 5_000 }))).toBe("not_found");
    expect(await failureOf(runChild("sh", ["-c", "exit 3"], { timeoutMs: 5_000 }))).toBe("exit");
    expect(await failureOf(runChild("sh", ["-c", "kill -KILL $$"], { timeoutMs: 5_000 }))).toBe("killed");
  });

  it("leaves no note of itself when it has ended", async () => {
    await runChild("true", [], { timeoutMs: 5_000 });
    expect(await readdir(path.join(env().DATA_DIR, "run", "media"))).toEqual([]);
  });
});

describe("endOrphans", () => {
  it("ends a program whose owner is gone, and forgets notes about programs that are not ours", async () => {
    const { spawn } = await import("node:child_process");
    const orphan = spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
    const other = spawn("sleep", ["601"], { detached: true, stdio: "ignore" });
    const gone = spawn("true", { stdio: "ignore" });
    await new Promise((resolve) => gone.once("close", resolve));
    const folder = path.join(env().DATA_DIR, "run", "media");
    await writeFile(path.join(folder, String(orphan.pid)), JSON.stringify({ owner: gone.pid, program: "sleep" }));
    await writeFile(path.join(folder, String(other.pid)), JSON.stringify({ owner: gone.pid, program: "ffmpeg" }));
    await writeFile(path.join(folder, "999999"), "{half");
    try {
      expect(await endOrphans()).toBe(1);
      await new Promise((resolve) => (orphan.signalCode ? resolve(null) : orphan.once("close", resolve)));
      expect(orphan.signalCode).toBe("SIGKILL");
      expect(other.exitCode ?? other.signalCode).toBeNull();
      expect(await readdir(folder)).toEqual([]);
    } finally {
      other.kill("SIGKILL");
    }
    await expect(access(path.join(folder, String(orphan.pid)))).rejects.toThrow();
  });
});
