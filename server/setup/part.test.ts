import { spawn } from "node:child_process";
import { describe, expect, it, vi } from "vitest";
import { lastWords, Part } from "@/server/setup/part.mjs";

function keep(launch: (attempt: number) => ReturnType<typeof spawn>) {
  const problems: string[] = [];
  const notes: string[] = [];
  let attempts = 0;
  const part = new Part({
    name: "worker",
    logFile: "/logs/worker.log",
    launch: async () => ({ child: launch(++attempts) }),
    note: (text: string) => notes.push(text),
    giveUp: (problem: Error) => problems.push(problem.message),
    firstPauseMs: 1,
  });
  return { part, problems, notes, attempts: () => attempts };
}

const dies = () => spawn("false", { stdio: "ignore" });
const stays = () => spawn("sleep", ["600"], { stdio: "ignore" });

describe("a part of the product", () => {
  it("is started again after it died", async () => {
    const children: ReturnType<typeof spawn>[] = [];
    const { part, problems, notes, attempts } = keep(() => {
      const child = stays();
      children.push(child);
      return child;
    });
    await part.start();
    children[0]?.kill("SIGKILL");
    await vi.waitFor(() => expect(attempts()).toBe(2));
    expect(notes).toEqual(["worker ended and is started again; its log is /logs/worker.log"]);
    expect(problems).toEqual([]);
    part.release();
    children[1]?.kill("SIGKILL");
  });

  it("is given up after five quick deaths, naming its log", async () => {
    const { part, problems, attempts } = keep(dies);
    await part.start();
    await vi.waitFor(() => expect(problems).toEqual(["worker ended 5 times in a row. What it said is in /logs/worker.log."]));
    expect(attempts()).toBe(5);
  });

  it("is not started again when it was meant to end", async () => {
    const child = stays();
    const { part, attempts, notes } = keep(() => child);
    await part.start();
    part.release();
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("close", resolve));
    expect([attempts(), notes]).toEqual([1, []]);
  });

  it("passes on why its first start failed instead of repeating it", async () => {
    const { part } = keep(() => {
      throw new Error("the environment is not usable");
    });
    await expect(part.start()).rejects.toThrow("the environment is not usable");
  });
});

describe("the last words of a process", () => {
  it("are told without the stack", () => {
    const said = "Error: the disk is full\n    at write (file:///x.mjs:1:2)\n    at main (file:///x.mjs:9:2) {\n  code: 'ENOSPC'\n}\n\nNode.js v20.20.2\n";
    expect(lastWords(said)).toBe("    Error: the disk is full\n      code: 'ENOSPC'");
  });
});
