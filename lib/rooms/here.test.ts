import { expect, test } from "vitest";
import { settings } from "@/lib/core/settings";
import { againSecondsIn, noteHere, takeGone, whoIsHere } from "@/lib/rooms/here";

test("somebody is there from their first sign until they go, and each is news once", () => {
  expect([noteHere([1, 7, true, 30], 0), noteHere([1, 7, true, 30], 0), noteHere([1, 8, true, 30], 0)]).toEqual([true, false, true]);
  expect([whoIsHere(1), whoIsHere(2)]).toEqual([{ ids: [7, 8], count: 2 }, { ids: [], count: 0 }]);
  expect([noteHere([1, 7, false, 0]), noteHere([1, 7, false, 0]), noteHere([2, 7, false, 0])]).toEqual([true, false, false]);
  expect(whoIsHere(1).ids).toEqual([8]);
});

test("who gives no sign for longer than two of them take is gone", () => {
  noteHere([3, 1, true, 30], 0);
  noteHere([3, 2, true, 300], 0);
  expect(takeGone(74_999).filter(({ roomId }) => roomId === 3)).toEqual([]);
  expect(takeGone(75_000).filter(({ roomId }) => roomId === 3)).toEqual([{ roomId: 3, userId: 1 }]);
  expect(whoIsHere(3).ids).toEqual([2]);
});

test("in a room of thousands signs come less often, and only so many are told", () => {
  const many = 50 * settings.hereSignsPerSecond * settings.hereAgainSeconds;
  for (let id = 1; id <= many; id += 1) noteHere([4, id, true, 30], 0);
  expect([againSecondsIn(4), againSecondsIn(5)]).toEqual([50 * settings.hereAgainSeconds, settings.hereAgainSeconds]);
  expect([whoIsHere(4).ids.length, whoIsHere(4).count]).toEqual([settings.hereTold, many]);
});
