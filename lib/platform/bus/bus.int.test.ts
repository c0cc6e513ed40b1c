import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeAll, afterAll, describe, expect, test, vi } from "vitest";
import { Bus, type BusItem } from "@/lib/platform/bus/bus";
import type { BusDriver } from "@/lib/platform/bus/driver";
import { postgresBus } from "@/lib/platform/bus/postgres-bus";
import { redisBus } from "@/lib/platform/bus/redis-bus";
import { startRedis } from "@/server/testing-redis.mjs";

let redis: Awaited<ReturnType<typeof startRedis>>;
const open: Bus[] = [];

beforeAll(async () => void (redis = await startRedis()));
afterEach(async () => {
  for (const bus of open.splice(0)) await bus.close();
});
afterAll(() => redis.stop());

/** A process on the bus: what it heard, and how often it was told to look for itself. */
async function processOn(driver: BusDriver) {
  const bus = new Bus(driver);
  open.push(bus);
  const heard: BusItem[] = [];
  const process = { bus, heard, resets: 0, leave: () => {} };
  process.leave = await bus.subscribe({ onItems: (items) => heard.push(...items), onReset: () => (process.resets += 1) });
  return process;
}
const untilHears = (process: { heard: BusItem[] }, ...topics: string[]) => vi.waitFor(() => expect(process.heard.map(([topic]) => topic)).toEqual(topics));

describe.each([
  ["postgres", () => postgresBus()],
  ["redis", () => redisBus(redis.url, "here")],
])("the bus over %s", (_name, driver) => {
  test("brings what is published to every process in order, this one too, until one leaves", async () => {
    const [one, other] = [await processOn(driver()), await processOn(driver())];
    expect([one.resets, other.resets]).toEqual([1, 1]);
    const items = Array.from({ length: 500 }, (_, n): BusItem => [`topic ${n}`, { text: "x".repeat(200), n }]);
    await Promise.all(items.map((item) => one.bus.push(item)));
    for (const each of [one, other]) await vi.waitFor(() => expect(each.heard).toEqual(items));
    one.leave();
    await other.bus.push(["later", null]);
    await vi.waitFor(() => expect(other.heard.at(-1)).toEqual(["later", null]));
    expect(one.heard).toHaveLength(500);
    await expect(one.bus.check()).resolves.toBeUndefined();
  });

  test("refuses what is too large for either", async () => {
    const { bus } = await processOn(driver());
    expect(() => bus.push(["large", "ä".repeat(4000)])).toThrow("too large");
  });
});

test("two installations on one Redis hear nothing of each other", async () => {
  const [ours, theirs] = [await processOn(redisBus(redis.url, "ours")), await processOn(redisBus(redis.url, "theirs"))];
  await ours.bus.push(["ours", 1]);
  await theirs.bus.push(["theirs", 1]);
  await untilHears(ours, "ours");
  await untilHears(theirs, "theirs");
});

test("while Redis is away one still hears oneself and is told so; back again, all are told to look and hear each other", async () => {
  const own = await startRedis();
  const [one, other] = [await processOn(redisBus(own.url, "here")), await processOn(redisBus(own.url, "here"))];
  await own.stop();
  await vi.waitFor(() => expect(one.bus.check()).rejects.toThrow("away"));
  await one.bus.push(["alone", 1]);
  expect(one.heard).toEqual([["alone", 1]]);
  expect(other.heard).toEqual([]);
  const again = await startRedis(own.port);
  await vi.waitFor(() => expect([one.resets, other.resets]).toEqual([2, 2]));
  await vi.waitFor(() => expect(Promise.all([one.bus.check(), other.bus.check()])).resolves.toBeDefined());
  await one.bus.push(["together", 1]);
  await untilHears(other, "together");
  await untilHears(one, "alone", "together");
  await again.stop();
});

test("a process that starts while Redis is away starts all the same, and hears from the moment that it is there", async () => {
  const own = await startRedis();
  await own.stop();
  const early = await processOn(redisBus(own.url, "here"));
  expect(early.resets).toBe(0);
  const again = await startRedis(own.port);
  await vi.waitFor(() => expect(early.resets).toBe(1));
  await early.bus.push(["now", 1]);
  await untilHears(early, "now");
  await again.stop();
});

test("a server that takes connections and never answers is away within seconds, and nobody waits longer for it", async () => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => void sockets.add(socket.on("error", () => {})));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const bus = new Bus(redisBus(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`, "here"));
  await Promise.all([bus.push(["lost", 1]), expect(bus.check()).rejects.toThrow("away")]);
  await bus.close();
  for (const socket of sockets) socket.destroy();
  silent.close();
});

test("what somebody else says on the channel is passed over", async () => {
  const one = await processOn(redisBus(redis.url, "here"));
  const stranger = redisBus(redis.url, "here");
  for (const said of ["not ours {", "5", "[5]", "null"]) await stranger.send(said);
  await stranger.close();
  await one.bus.push(["ours", 1]);
  await untilHears(one, "ours");
});
