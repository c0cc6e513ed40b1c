import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settings } from "@/lib/core/settings";
import { Passing } from "@/server/gateway/passing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const person = (id: number) => ({ id, username: `p${id}` });

function listenWith(readers: number) {
  const told: [number, number[]][] = [];
  const typists = new Passing(settings.typistsTold, (roomId, all: readonly { id: number; username: string }[]) => (told.push([roomId, all.map(({ id }) => id)]), readers));
  return { told, typists };
}

test("the first is told at once, those of the next second together, once each; rooms do not wait for each other", () => {
  const { told, typists } = listenWith(3);
  for (const id of [1, 2, 3, 2]) typists.hear(7, person(id));
  typists.hear(8, person(4));
  expect(told).toEqual([[7, [1]], [8, [4]]]);
  vi.advanceTimersByTime(1000);
  expect(told.slice(2)).toEqual([[7, [2, 3]]]);
  vi.advanceTimersByTime(5000);
  typists.hear(7, person(1));
  expect(told.slice(3)).toEqual([[7, [1]]]);
});

test("the more readers a room has the longer is the pause, and only so many are named", () => {
  const { told, typists } = listenWith(3 * settings.passingLinesPerSecond);
  for (let id = 1; id <= 100; id += 1) typists.hear(7, person(id));
  vi.advanceTimersByTime(2999);
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(told[1]?.[1]).toHaveLength(settings.typistsTold);
});

test("a room that nobody reads here is forgotten at once, and after the end nothing is told", () => {
  const none = listenWith(0);
  none.typists.hear(7, person(1));
  none.typists.hear(7, person(2));
  expect(none.told).toHaveLength(2);
  const some = listenWith(1);
  for (const id of [1, 2]) some.typists.hear(7, person(id));
  some.typists.stop();
  vi.advanceTimersByTime(10_000);
  expect(some.told).toHaveLength(1);
});
