import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeRunner, fakeTerminal } from "@/server/setup/fakes.mjs";
import { ensureInstalled, installProblem, isInstalled } from "@/server/setup/install.mjs";

let root: string;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-install-"));
  fs.mkdirSync(path.join(root, "node_modules"));
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const lock = (packages: Record<string, object>) => fs.writeFileSync(path.join(root, "package-lock.json"), JSON.stringify({ packages: { "": {}, ...packages } }));
const present = (packages: Record<string, object>) => fs.writeFileSync(path.join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
const install = (run: ReturnType<typeof fakeRunner>["run"]) => ensureInstalled(fakeTerminal() as never, { root, run, env: {} });

describe("installing packages", () => {
  it("happens once for a lock file, and again when it changed", async () => {
    const { commands, run } = fakeRunner();
    lock({ "node_modules/a": { version: "1.0.0" } });
    expect(await install(run)).toBe(true);
    expect(await install(run)).toBe(false);
    lock({ "node_modules/a": { version: "1.0.1" } });
    expect(await install(run)).toBe(true);
    expect(commands.map((command) => command.split(" --")[0])).toEqual(["npm ci", "npm ci"]);
  });

  it("is left out when the packages are there already, as after npm install by hand", async () => {
    const { commands, run } = fakeRunner();
    lock({ "node_modules/a": { version: "1.0.0" }, "node_modules/a-darwin": { version: "1.0.0", optional: true } });
    present({ "node_modules/a": { version: "1.0.0" } });
    expect(await install(run)).toBe(false);
    expect(commands).toEqual([]);
  });

  it("falls back to npm install when npm ci refuses the lock file", async () => {
    const { commands, run } = fakeRunner((line) =>
      line.startsWith("npm ci") ? { code: 1, output: "npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json are in sync" } : { code: 0 },
    );
    lock({ "node_modules/a": { version: "1.0.0" } });
    expect(await install(run)).toBe(true);
    expect(commands[1]).toMatch(/^npm install --no-save/);
  });

  it("says that the registry cannot be reached, and tries again the next time", async () => {
    const { commands, run } = fakeRunner(() => ({ code: 1, output: "npm error code EAI_AGAIN\nnpm error network request to a registry failed" }));
    lock({ "node_modules/a": { version: "1.0.0" } });
    await expect(install(run)).rejects.toThrow("The npm registry cannot be reached.");
    await expect(install(run)).rejects.toThrow("The npm registry cannot be reached.");
    expect(commands).toHaveLength(2);
  });

  it("gives npm's own reason for anything else", () => {
    expect(installProblem("npm error code E403\nnpm error 403 Forbidden - GET a\n")).toContain(": 403 Forbidden - GET a.");
    expect(installProblem("npm error code ENOSPC\nnpm error nospc")).toContain("do not fit on the disk");
  });
});

describe("what counts as installed", () => {
  it.each([
    ["the same version", { version: "1.0.0" }, { version: "1.0.0" }, true],
    ["another version", { version: "1.0.1" }, { version: "1.0.0" }, false],
    ["a missing package", { version: "1.0.0" }, undefined, false],
    ["a missing optional package, which is for another platform", { version: "1.0.0", optional: true }, undefined, true],
  ])("%s: %j", (_name, wanted, there, verdict) => {
    lock({ "node_modules/a": wanted });
    present(there ? { "node_modules/a": there } : {});
    expect(isInstalled(root)).toBe(verdict);
  });
});
