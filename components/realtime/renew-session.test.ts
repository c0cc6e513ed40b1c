import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { renewOnceADay, renewSession } from "@/components/realtime/renew-session";

const day = 24 * 60 * 60 * 1000;
let kept: Map<string, string>;
const asked = vi.fn<() => Promise<Response>>();

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal("localStorage", { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) });
  vi.stubGlobal("fetch", asked.mockReset().mockResolvedValue(new Response(null, { status: 200 })));
  vi.useFakeTimers({ now: 1_000 * day });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("cookies are made anew", () => {
  it("by one request, however many parts of the page want it at once", async () => {
    expect(await Promise.all([renewSession(), renewSession()])).toEqual(["renewed", "renewed"]);
    expect(asked.mock.calls).toEqual([["/api/token/refresh/", { method: "POST" }]]);
  });

  it("unless the sign-in is over; a server that cannot say so has not said it", async () => {
    asked.mockResolvedValueOnce(new Response(null, { status: 401 })).mockResolvedValueOnce(new Response(null, { status: 503 })).mockRejectedValueOnce(new TypeError("no network"));
    expect([await renewSession(), await renewSession(), await renewSession()]).toEqual(["refused", "unreachable", "unreachable"]);
  });

  it("once a day, never in the first one", async () => {
    renewOnceADay();
    vi.setSystemTime(1_000.9 * day);
    renewOnceADay();
    expect(asked).not.toHaveBeenCalled();
    vi.setSystemTime(1_001.1 * day);
    renewOnceADay();
    expect(asked).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(0);
    renewOnceADay();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("not at all where nothing can be noted", () => {
    vi.stubGlobal("localStorage", undefined);
    renewOnceADay();
    expect(asked).not.toHaveBeenCalled();
  });
});
