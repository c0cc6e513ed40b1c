import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { fakeTerminal } from "@/server/setup/fakes.mjs";
import { ensureRedis, findRedis } from "@/server/setup/redis.mjs";

const folderWith = (...programs: string[]) => {
  const folder = mkdtempSync(path.join(tmpdir(), "redis-"));
  for (const program of programs) writeFileSync(path.join(folder, program), "", { mode: 0o755 });
  return folder;
};

describe("a server for the bus", () => {
  test("is the one that is named, else Redis on the PATH, else Valkey", () => {
    const both = folderWith("redis-server", "valkey-server");
    const valkey = folderWith("valkey-server");
    expect(findRedis({ PATH: both, REDIS_SERVER_PATH: path.join(valkey, "valkey-server") })).toBe(path.join(valkey, "valkey-server"));
    expect(findRedis({ PATH: both })).toBe(path.join(both, "redis-server"));
    expect(findRedis({ PATH: valkey })).toBe(path.join(valkey, "valkey-server"));
    expect(findRedis({ PATH: folderWith() })).toBeNull();
    expect(() => findRedis({ PATH: both, REDIS_SERVER_PATH: "/nowhere/redis" })).toThrow("REDIS_SERVER_PATH names a file that does not exist.");
  });

  test("is installed where there is none, and missed when that brought none", async () => {
    const folder = folderWith();
    const asked: string[] = [];
    const install = async (program: string) => {
      asked.push(program);
      writeFileSync(path.join(folder, "redis-server"), "", { mode: 0o755 });
    };
    expect(await ensureRedis(fakeTerminal() as never, { PATH: folder }, install)).toBe(path.join(folder, "redis-server"));
    expect(await ensureRedis(fakeTerminal() as never, { PATH: folder }, install)).toBe(path.join(folder, "redis-server"));
    expect(asked).toEqual(["redis"]);
    await expect(ensureRedis(fakeTerminal() as never, { PATH: folderWith() }, async () => {})).rejects.toThrow("is not on the PATH");
  });
});
