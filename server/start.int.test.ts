import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findFreePort } from "@/server/setup/ports.mjs";
import { isAlive } from "@/server/setup/processes.mjs";

let dir: string;

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-start-"));
});

afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

async function ports() {
  const names = ["PORT", "WORKER_PORT", "POSTGRES_PORT", "LIVEKIT_PORT", "LIVEKIT_UDP_PORT"];
  const entries: [string, string][] = [];
  for (const name of names) entries.push([name, String(await findFreePort())]);
  return Object.fromEntries(entries);
}

async function start(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ["server/start.mjs", ...args], { env: { PATH: process.env.PATH, HOME: dir, DATA_DIR: path.join(dir, "data"), ...env } as unknown as NodeJS.ProcessEnv, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const [code] = (await once(child, "close")) as [number];
  return { code, said };
}

describe("npm start", { timeout: 60_000 }, () => {
  it.each([
    ["PORT", "the app"],
    ["WORKER_PORT", "the worker"],
    ["POSTGRES_PORT", "Postgres"],
    ["LIVEKIT_PORT", "LiveKit"],
  ])("names a taken %s in one sentence and ends with code 1", async (variable, what) => {
    const server = net.createServer().listen(await findFreePort(), "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    const { code, said } = await start([], { ...(await ports()), [variable]: String(port) });
    server.close();
    expect(said).toContain(`Port ${port} (${what}) is used by another program. Stop that program, or set ${variable} to another port.`);
    expect(said).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
    expect(fs.existsSync(path.join(dir, "data", "secrets.json"))).toBe(false);
  });

  it("refuses a folder that another start holds", async () => {
    const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "start.mjs"]);
    fs.mkdirSync(path.join(dir, "data"));
    fs.writeFileSync(path.join(dir, "data", "supervisor.pid"), String(holder.pid));
    const { code, said } = await start([], await ports());
    holder.kill("SIGKILL");
    expect(said).toContain(`Atrium already runs on the data folder ${path.join(dir, "data")} (process ${holder.pid}).`);
    expect(code).toBe(1);
  });

  it("names a wrong flag and a wrong port", async () => {
    expect(await start(["--rest"], {})).toMatchObject({ code: 1, said: expect.stringContaining("Known are --dev, --reset, --yes and --verbose.") });
    expect(await start([], { PORT: "http" })).toMatchObject({ code: 1, said: expect.stringContaining("PORT must be a port number") });
  });
});

describe("npm start -- --reset", { timeout: 60_000 }, () => {
  it("deletes nothing where nobody can answer", async () => {
    const kept = path.join(dir, "data", "secrets.json");
    fs.mkdirSync(path.dirname(kept));
    fs.writeFileSync(kept, "{}");
    const { code, said } = await start(["--reset"], await ports());
    expect(said).toContain("Add --yes to delete without one.");
    expect(code).toBe(1);
    expect(fs.existsSync(kept)).toBe(true);
  });

  it("never deletes a folder that is not Atrium's, even with --yes", async () => {
    const kept = path.join(dir, "data", "thesis.odt");
    fs.mkdirSync(path.dirname(kept));
    fs.writeFileSync(kept, "years of work");
    const { code, said } = await start(["--reset", "--yes"], await ports());
    expect(said).toContain("does not look like a data folder of Atrium");
    expect(code).toBe(1);
    expect(fs.readFileSync(kept, "utf8")).toBe("years of work");
  });
});

describe("a supervisor that is killed", { timeout: 30_000 }, () => {
  it("leaves nothing running, not even children that ignore TERM or grandchildren", async () => {
    const script = `
      const { spawn } = await import("node:child_process");
      const { guardChild } = await import(process.argv[1]);
      const stubborn = 'process.on("SIGTERM", () => {}); const { pid } = require("node:child_process").spawn("sleep", ["600"]); console.log(pid); setInterval(() => {}, 1000)';
      const child = spawn(process.execPath, ["-e", stubborn], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
      guardChild(child, "livekit");
      child.stdout.once("data", (pid) => console.log(child.pid + " " + String(pid).trim()));
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ["--input-type=module", "-e", script, path.resolve("server/setup/guard-client.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = (await once(owner.stdout, "data")) as [Buffer];
    const pids = String(said).trim().split(" ").map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);

    owner.kill("SIGKILL");
    await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), { timeout: 20_000 });
  });
});
