import { describe, expect, it } from "vitest";
import { findBrowser } from "@/server/setup/browser.mjs";

const own = async () => "/cache/playwright/chrome";
const find = (files: string[], env: Record<string, string> = {}) => findBrowser({ env, own, exists: (file) => files.includes(file) });

describe("the browser for the tests", () => {
  it("is the one that was named, before any other", async () => {
    expect(await find(["/opt/mine", "/cache/playwright/chrome"], { PLAYWRIGHT_CHROMIUM_PATH: "/opt/mine" })).toEqual({ executablePath: "/opt/mine" });
  });

  it("is an error when the one that was named does not exist", async () => {
    await expect(find(["/usr/bin/chromium"], { PLAYWRIGHT_CHROMIUM_PATH: "/opt/mine" })).rejects.toThrow("PLAYWRIGHT_CHROMIUM_PATH names a file that does not exist.");
  });

  it("is Playwright's own, else the system's, else none", async () => {
    expect(await find(["/cache/playwright/chrome", "/usr/bin/chromium"])).toEqual({});
    expect(await find(["/usr/bin/chromium"])).toEqual({ executablePath: "/usr/bin/chromium" });
    expect(await find([])).toBeNull();
  });
});
