import { describe, expect, it } from "vitest";
import { completeLock } from "@/server/setup/complete-lock.mjs";

const lock = () => ({
  packages: {
    "": { dependencies: { tool: "1.0.0" } },
    "node_modules/tool": { version: "1.0.0", dev: true, optionalDependencies: { "@tool/linux-x64-musl": "1.0.0", "@tool/darwin-arm64": "^1.0.0", "@tool/wasm32-wasi": "1.0.0", "fast-path": "2.0.0" } },
    "node_modules/@tool/linux-x64-musl": { version: "1.0.0", os: ["linux"], cpu: ["x64"], optional: true },
  } as Record<string, object>,
});

describe("completing a lock file", () => {
  it("adds the platforms that the registry did not have, for their platform only", () => {
    const completed = lock();
    expect(completeLock(completed).added).toEqual(["@tool/darwin-arm64", "@tool/wasm32-wasi"]);
    expect(completed.packages["node_modules/@tool/darwin-arm64"]).toEqual({ version: "1.0.0", os: ["darwin"], cpu: ["arm64"], optional: true, dev: true });
    expect(completed.packages["node_modules/@tool/wasm32-wasi"]).toEqual({ version: "1.0.0", cpu: ["wasm32"], optional: true, dev: true });
  });

  it("leaves present entries alone and has nothing to do the second time", () => {
    const completed = lock();
    completeLock(completed);
    const once = structuredClone(completed);
    expect(completeLock(completed).added).toEqual([]);
    expect(completed).toEqual(once);
  });

  it("reports a package whose name tells no platform instead of guessing", () => {
    expect(completeLock(lock()).unknown).toEqual(["fast-path 2.0.0"]);
  });
});
