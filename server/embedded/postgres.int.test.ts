import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startPostgres, type RunningPostgres } from "@/server/embedded/postgres.mjs";
import { findFreePort } from "@/server/setup/ports.mjs";
import { isAlive } from "@/server/setup/processes.mjs";

let dir: string;
let running: RunningPostgres | undefined;

beforeEach(() => {
  dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "atrium-postgres-")), "cluster");
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  fs.rmSync(path.dirname(dir), { recursive: true, force: true });
});

async function query<T>(url: string, run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}

describe("the embedded Postgres", { timeout: 60_000 }, () => {
  it("keeps its rows through kill -9 and a new start", async () => {
    running = await startPostgres({ dir });
    await query(running.url, (sql) => sql`create table note as select 'kept' as text`);
    const ended = once(running.child, "exit");
    process.kill(running.pid, "SIGKILL");
    await ended;

    running = await startPostgres({ dir });
    expect(await query(running.url, (sql) => sql`select text from note`)).toEqual([{ text: "kept" }]);
  });

  it("asks for the password, also from this machine", async () => {
    running = await startPostgres({ dir, password: "right" });
    await expect(query(running.url.replace(":right@", ":wrong@"), (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/);
  });

  it("says so when the password is not the one the folder was made with", async () => {
    await (await startPostgres({ dir, password: "first" })).stop();
    await expect(startPostgres({ dir, password: "second" })).rejects.toThrow(/another password/);
  });

  it("listens on the loopback address only", async () => {
    running = await startPostgres({ dir });
    const rows = await query(running.url, (sql) => sql`select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories') order by name`);
    expect(rows.map((row) => row.setting)).toEqual(["127.0.0.1", ""]);
  });

  it("stops one that was left running on the same folder", async () => {
    const first = await startPostgres({ dir });
    running = await startPostgres({ dir });
    expect(isAlive(first.pid)).toBe(false);
    expect(await query(running.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  it("names a taken port and the variable that chooses another", async () => {
    const server = net.createServer().listen(await findFreePort(), "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    await expect(startPostgres({ dir, port })).rejects.toThrow(`Port ${port} (Postgres) is used by another program. Stop that program, or set POSTGRES_PORT`);
    server.close();
  });

  it("ends with the process that started it, even after kill -9 of that process", async () => {
    const script = `const { startPostgres } = await import(process.argv[1]); const { pid } = await startPostgres({ dir: process.argv[2] }); console.log(pid); setInterval(() => {}, 1000);`;
    const module = path.resolve("server/embedded/postgres.mjs");
    const owner = spawn(process.execPath, ["--input-type=module", "-e", script, module, dir], { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = (await once(owner.stdout, "data")) as [Buffer];
    const pid = Number(String(said));
    expect(isAlive(pid)).toBe(true);

    owner.kill("SIGKILL");
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 20_000 });
    expect(fs.existsSync(path.join(dir, "postmaster.pid"))).toBe(false);
  });
});
