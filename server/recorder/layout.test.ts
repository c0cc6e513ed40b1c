import fc from "fast-check";
import { expect, test } from "vitest";
import { canvasHeight, canvasWidth, maxTiles, seat, type Candidate, type Seat } from "@/server/recorder/layout";

const person = (index: number, lastSpoke = 0): Candidate => ({ key: `p${index}`, kind: "person", identity: `u${index}`, cameAt: index, lastSpoke });
const people = (count: number) => Array.from({ length: count }, (_, index) => person(index + 1));
const screen = (index: number, cameAt: number): Candidate => ({ key: `s${index}`, kind: "screen", identity: `u${index}`, cameAt, lastSpoke: Infinity });
const keys = (seats: readonly Seat[]) => seats.map(({ key }) => key);
const overlaps = (a: Seat, b: Seat) => a.box.x < b.box.x + b.box.width && b.box.x < a.box.x + a.box.width && a.box.y < b.box.y + b.box.height && b.box.y < a.box.y + a.box.height;

test("however many there are, with screens or without: tiles lie inside, on even points, and none covers another", () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(3), fc.boolean(), (count, screens, isFocused) => {
      const candidates = [...people(count), ...Array.from({ length: screens }, (_, index) => screen(index, 100 + index))];
      const seats = seat(candidates, isFocused ? "u2" : null, []);
      for (const { x, y, width, height } of seats.map(({ box }) => box)) {
        expect([x, y, width, height].every((length) => length % 2 === 0 && length >= 0) && width > 0 && height > 0).toBe(true);
        expect(x + width <= canvasWidth && y + height <= canvasHeight).toBe(true);
      }
      expect(seats.some((a, index) => seats.slice(index + 1).some((b) => overlaps(a, b)))).toBe(false);
      expect(seats.length).toBe(Math.min(candidates.length, screens > 0 || (isFocused && count > 0) ? 6 : maxTiles));
    }),
    { numRuns: 60 },
  );
});

test("two stand side by side, and of more than sixteen who spoke is shown in the place of who has been silent longest", () => {
  expect(seat(people(2), null, []).map(({ box }) => box)).toEqual([{ x: 0, y: 180, width: 640, height: 360 }, { x: 640, y: 180, width: 640, height: 360 }]);
  const first = seat(people(20), null, []);
  expect(keys(first)).toEqual(people(16).map(({ key }) => key));
  const spoken = people(20).map((one, index) => ({ ...one, lastSpoke: index === 18 ? 9 : index < 15 ? 1 : 0 }));
  expect(keys(seat(spoken, null, first))).toEqual([...people(15).map(({ key }) => key), "p19"]);
});

test("the loudest is large, and a shared screen is in focus whoever speaks: the latest of several", () => {
  expect(keys(seat(people(3), "u3", []))).toEqual(["p3", "p1", "p2"]);
  expect(seat(people(1), "u1", [])[0]!.box).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
  expect(keys(seat(people(3), "", []))).toEqual(["p1", "p2", "p3"]);
  for (const loudest of ["u3", null]) expect(keys(seat([...people(2), screen(1, 10), screen(2, 11)], loudest, []))).toEqual(["s2", "p1", "p2", "s1"]);
});
