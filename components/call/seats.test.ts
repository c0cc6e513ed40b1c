import { expect, test } from "vitest";
import { capacityOf, othersOnAPage, pagesOf, seatPeople, type Seat } from "@/components/call/seats";

const seat = (identity: string, joinedAt: number, spokeAt = 0): Seat => ({ identity, joinedAt, spokeAt });

test("people sit in the order in which they came, and keep their seats while others come and go", () => {
  const first = seatPeople([], [seat("c", 3), seat("a", 1), seat("b", 2)], 9);
  expect(first).toEqual(["a", "b", "c"]);
  expect(seatPeople(first, [seat("d", 0), seat("c", 3), seat("a", 1)], 9)).toEqual(["a", "c", "d"]);
});

test("nobody moves because somebody in sight speaks", () => {
  const seats = [seat("a", 1), seat("b", 2, 100), seat("c", 3)];
  expect(seatPeople(["a", "b", "c"], seats, 2)).toEqual(["a", "b", "c"]);
});

test("one who speaks out of sight changes seats with the one who has been silent the longest", () => {
  const seats = [seat("a", 1, 50), seat("b", 2, 10), seat("c", 3, 30), seat("d", 4), seat("e", 5, 90)];
  expect(seatPeople(["a", "b", "c", "d", "e"], seats, 3)).toEqual(["a", "e", "c", "d", "b"]);
});

test("whoever never spoke gives no seat to another who never spoke", () => {
  expect(seatPeople(["a", "b", "c"], [seat("a", 1), seat("b", 2), seat("c", 3)], 1)).toEqual(["a", "b", "c"]);
});

test("with two speakers out of sight both come forward, in place of the two quietest", () => {
  const seats = [seat("a", 1, 5), seat("b", 2), seat("c", 3, 70), seat("d", 4, 80)];
  expect(seatPeople(["a", "b", "c", "d"], seats, 2).slice(0, 2).toSorted()).toEqual(["c", "d"]);
});

test("everyone is on exactly one page, and oneself on each", () => {
  const others = Array.from({ length: 11 }, (_, index) => `u${index}`);
  const pages = pagesOf(others, "me", 5);
  expect(pages.map((page) => page.length)).toEqual([5, 5, 4]);
  expect(pages.every((page) => page.at(-1) === "me")).toBe(true);
  expect(pages.flat().filter((identity) => identity !== "me")).toEqual(others);
});

test("alone there is one page with oneself; where one seat fits, the others have it in turn", () => {
  expect(pagesOf([], "me", 9)).toEqual([["me"]]);
  expect(pagesOf([], null, 9)).toEqual([[]]);
  expect(pagesOf(["a", "b"], "me", 1)).toEqual([["a"], ["b"]]);
});

test("a page holds fewer faces on a phone than on a laptop, and at least one anywhere", () => {
  const [laptop, phone] = [capacityOf(1264, 700), capacityOf(374, 640)];
  expect(laptop).toBeGreaterThanOrEqual(16);
  expect(phone).toBeGreaterThanOrEqual(6);
  expect(phone).toBeLessThan(laptop);
  expect(capacityOf(0, 0)).toBe(1);
});

test("whoever speaks from the first seat of the second page comes to the first", () => {
  const others = ["a", "b", "c"];
  const capacity = 3;
  const seats = others.map((identity, at) => ({ identity, joinedAt: at, spokeAt: identity === "c" ? 5 : 0 }));
  const order = seatPeople(others, seats, othersOnAPage(capacity, true));
  expect(pagesOf(order, "me", capacity)[0]).toContain("c");
});
