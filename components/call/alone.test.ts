import { expect, test } from "vitest";
import { inCompany, nextAlone, type Alone } from "@/components/call/alone";

const rules = { askSeconds: 300, answerSeconds: 120 };
const minutes = (count: number) => count * 60_000;

/** What somebody is after these looks at the clock, each with whether nobody else was there. */
function after(...looks: [now: number, isAlone: boolean][]): Alone {
  return looks.reduce((was, [now, isAlone]) => nextAlone(was, { isAlone, now, rules }), inCompany);
}

test("who is alone is asked after a while, and goes when no answer comes", () => {
  expect(after([0, true], [minutes(4.9), true])).toEqual({ kind: "alone", since: 0 });
  expect(after([0, true], [minutes(5), true])).toEqual({ kind: "asked", at: minutes(5) });
  expect(after([0, true], [minutes(5), true], [minutes(6.9), true]).kind).toBe("asked");
  expect(after([0, true], [minutes(5), true], [minutes(7), true])).toEqual({ kind: "gone" });
});

test("somebody who comes ends it, and the time begins anew when they go", () => {
  expect(after([0, true], [minutes(4), false])).toEqual(inCompany);
  expect(after([0, true], [minutes(5), true], [minutes(6), false])).toEqual(inCompany);
  expect(after([0, true], [minutes(4), false], [minutes(5), true])).toEqual({ kind: "alone", since: minutes(5) });
});

test("a clock that jumped asks first: nobody is put out by a closed laptop", () => {
  expect(after([0, true], [minutes(600), true])).toEqual({ kind: "asked", at: minutes(600) });
  expect(after([0, true], [minutes(600), true], [minutes(601), true]).kind).toBe("asked");
});
