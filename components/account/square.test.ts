import { expect, test } from "vitest";
import { middleSquare, moveSquare, zoomSquare } from "@/components/account/square";

const wide = { width: 400, height: 300 };

test("the square begins in the middle, as large as it can be", () => {
  expect(middleSquare(wide)).toEqual({ left: 50, top: 0, size: 300 });
  expect(middleSquare({ width: 1, height: 9 })).toEqual({ left: 0, top: 4, size: 1 });
});

test("however it is moved or zoomed, it stays inside the picture and in whole pixels", () => {
  let square = middleSquare(wide);
  for (let turn = 0; turn < 500; turn += 1) {
    square = turn % 3 === 0 ? zoomSquare(wide, square, (turn * 37) % 450) : moveSquare(wide, square, ((turn * 53) % 301) - 150, ((turn * 91) % 301) - 150);
    expect(Object.values(square).every(Number.isInteger)).toBe(true);
    expect(Math.min(square.left, square.top, square.size - 1)).toBeGreaterThanOrEqual(0);
    expect(square.left + square.size).toBeLessThanOrEqual(wide.width);
    expect(square.top + square.size).toBeLessThanOrEqual(wide.height);
  }
});

test("a zoom keeps what is in the middle", () => {
  expect(zoomSquare(wide, { left: 100, top: 100, size: 100 }, 50)).toEqual({ left: 125, top: 125, size: 50 });
});
