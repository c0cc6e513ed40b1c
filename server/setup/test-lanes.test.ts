import { expect, test } from "vitest";
import { planLanes, runLanes } from "@/server/setup/test-lanes.mjs";

const counts = { passed: 1, failed: 0, skipped: 0 };
const step = (name: string, run = async (_write: ((words: Buffer) => void) | null) => counts) => ({ name, run });
const named = (plan: ReturnType<typeof planLanes>) => plan.map((lanes) => lanes.map((lane) => lane.map(({ name }) => name)));

test("checks run side by side, then unit tests and the build; what starts services has the machine for itself", () => {
  const all = ["typecheck", "lint", "layers", "deadcode", "audit", "unit", "integration", "build", "conformance", "e2e"].map((name) => step(name));
  expect(named(planLanes(all))).toEqual([[["typecheck", "layers", "deadcode", "audit"], ["lint"]], [["unit"], ["build"]], [["integration"]], [["conformance"]], [["e2e"]]]);
});

test("a part alone is one lane", () => {
  expect(named(planLanes([step("unit")]))).toEqual([[["unit"]]]);
  expect(named(planLanes([step("integration"), step("e2e")]))).toEqual([[["integration"]], [["e2e"]]]);
});

test("lanes run at the same time, a lane's steps one after the other, and the words of each are shown together", async () => {
  let goOn = () => undefined as void;
  const other = new Promise<void>((resolve) => (goOn = resolve));
  const shown: string[] = [];
  const says = (name: string, before: () => Promise<void> | void) =>
    step(name, async (write) => {
      write?.(Buffer.from(`${name} begins, `));
      await before();
      write?.(Buffer.from("ends"));
      return counts;
    });
  // The first waits for the last: with one lane after the other this would never end.
  const lanes = [[says("a", () => other)], [says("b", () => undefined), says("c", () => goOn())]];
  await runLanes(lanes, async (each, write) => void (await each.run(write)), (each, words) => shown.push(`${each.name}: ${words.toString()}`));
  expect(shown.sort()).toEqual(["a: a begins, ends", "b: b begins, ends", "c: c begins, ends"]);
});

test("a lone lane prints by itself", async () => {
  const writes: unknown[] = [];
  await runLanes([[step("e2e")]], async (_step, write) => void writes.push(write), () => writes.push("shown"));
  expect(writes).toEqual([null]);
});
