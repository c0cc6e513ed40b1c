import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashSources } from "@/server/setup/stamp.mjs";

let root: string;
let before: string;

function write(name: string, content: string) {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), content);
}

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-stamp-"));
  write("app/page.tsx", "one");
  write("server/web.ts", "one");
  before = hashSources(root);
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

describe("the fingerprint of the sources", () => {
  it("stays the same while nothing changes", () => expect(hashSources(root)).toBe(before));

  it.each(["app/page.tsx", "server/web.ts", "messages/en/shell.json", "package-lock.json", "proxy.ts", "lib/new/queries.ts", "public/icon.svg"])("changes with %s", (name) => {
    write(name, "two");
    expect(hashSources(root)).not.toBe(before);
  });

  it.each(["app/page.test.tsx", "e2e/journeys/call.ts", "README.md", "docs/a.json", "node_modules/a/index.js", ".data/x.json", ".next/built.js", "server/start.mjs", "server/setup/part.mjs", "vitest.config.ts"])(
    "does not change with %s, which no build is made from",
    (name) => {
      write(name, "two");
      expect(hashSources(root)).toBe(before);
    },
  );

  it("changes with the compiler's options, not with the folders that Next adds while it builds", () => {
    const config = (options: object, include: string[]) => {
      write("tsconfig.json", JSON.stringify({ compilerOptions: options, include }, null, include.length));
      return hashSources(root);
    };
    const first = config({ target: "ES2022" }, ["a"]);
    expect(config({ target: "ES2022" }, ["a", "b"])).toBe(first);
    expect(config({ target: "ES2024" }, ["a"])).not.toBe(first);
  });

  it("changes when a file moves", () => {
    fs.renameSync(path.join(root, "app/page.tsx"), path.join(root, "app/other.tsx"));
    expect(hashSources(root)).not.toBe(before);
  });
});
