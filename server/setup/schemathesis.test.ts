import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { fakeRunner, fakeTerminal } from "@/server/setup/fakes.mjs";
import { ensureSchemathesis } from "@/server/setup/schemathesis.mjs";

const folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "atrium-schemathesis-")), "environment");
afterAll(() => fs.rmSync(path.dirname(folder), { recursive: true, force: true }));

const find = (name: string) => (name === "python3" ? "/usr/bin/python3" : null);
const attempt = (options: Record<string, unknown>) => ensureSchemathesis(fakeTerminal() as never, { env: {}, find, folder, ...options });

it("is installed once, at its pinned version, into an environment of its own", async () => {
  const { commands, run } = fakeRunner();
  expect(await attempt({ run })).toBe(path.join(folder, "bin", "schemathesis"));
  expect(commands[1]).toBe(`/usr/bin/python3 -m venv ${folder}`);
  expect(commands[2]).toMatch(/^\S+\/bin\/python -m pip install .*schemathesis==\d+\.\d+\.\d+ hypothesis==\d+\.\d+\.\d+$/);
  const again = fakeRunner();
  await attempt({ run: again.run });
  expect(again.commands).toEqual([`${folder}/bin/schemathesis --version`]);
});

it("brings Python where it is missing, or where it cannot make environments", async () => {
  let hasVenv = false;
  const { run } = fakeRunner((line) => ({ code: line.includes("import sys, venv") && !hasVenv ? 1 : 0 }));
  const installed: string[] = [];
  const install = async (program: string) => {
    installed.push(program);
    hasVenv = true;
  };
  await attempt({ run, install, folder: `${folder}-2` });
  expect(installed).toEqual(["python"]);
});

it("says what to do when the package cannot be fetched, and leaves no half environment behind as good", async () => {
  const { run } = fakeRunner((line) => (line.includes("pip install") ? { code: 1, output: "ERROR: No matching distribution" } : { code: 0 }));
  await expect(attempt({ run, folder: `${folder}-3` })).rejects.toThrow(/could not be installed \(ERROR: No matching distribution\).*SCHEMATHESIS_PATH/);
  expect(fs.existsSync(path.join(`${folder}-3`, "installed"))).toBe(false);
});

it("is taken from where it was said to be", async () => {
  expect(await attempt({ env: { SCHEMATHESIS_PATH: process.execPath } })).toBe(process.execPath);
  await expect(attempt({ env: { SCHEMATHESIS_PATH: "/no/such/program" } })).rejects.toThrow("SCHEMATHESIS_PATH names a file that does not exist.");
});
