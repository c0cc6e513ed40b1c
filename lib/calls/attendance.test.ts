import { expect, test } from "vitest";
import { attendanceOf, type Visit } from "@/lib/calls/attendance";

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 6, 14) + seconds * 1000);
const visit = (identity: string, from: number, to: number | null, name = identity): Visit => ({ identity, name, joinedAt: at(from), leftAt: to === null ? null : at(to) });
const told = (visits: Visit[]) =>
  attendanceOf(visits, 60).map(({ name, stays }) => `${name}: ${stays.map(({ joinedAt, leftAt }) => `${(joinedAt.getTime() - at(0).getTime()) / 1000}-${leftAt ? (leftAt.getTime() - at(0).getTime()) / 1000 : "now"}`).join(" ")}`);

test("a break shorter than the grace is none, a longer one is", () => {
  expect(told([visit("u1", 0, 100), visit("u1", 160, 200), visit("u1", 261, 300)])).toEqual(["u1: 0-200 261-300"]);
});

test("connections that overlap are one stay, whichever ends last, in any order", () => {
  expect(told([visit("u1", 50, 300), visit("u1", 0, 400), visit("u1", 390, 410)])).toEqual(["u1: 0-410"]);
});

test("who is inside has no end", () => {
  expect(told([visit("u1", 0, 100), visit("u1", 120, null), visit("u1", 130, 140)])).toEqual(["u1: 0-now"]);
});

test("people stand in the order in which they came, under the name that they had last", () => {
  expect(told([visit("g2", 30, 90, "Gus"), visit("u1", 10, 20), visit("g2", 100, 110, "Gustav")])).toEqual(["u1: 10-20", "Gustav: 30-110"]);
});
