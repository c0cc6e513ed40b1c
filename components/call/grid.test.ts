import { expect, test } from "vitest";
import { bestGrid } from "@/components/call/grid";

test("tiles fill the box without leaving it, for any number of people and any window", () => {
  for (const [width, height] of [[1264, 700], [374, 640], [800, 300], [2500, 1300]] as const) {
    for (let count = 1; count <= 25; count += 1) {
      const { columns, tileWidth, tileHeight } = bestGrid(count, width, height);
      const rows = Math.ceil(count / columns);
      expect(columns * tileWidth + (columns - 1) * 8).toBeLessThanOrEqual(width);
      expect(rows * tileHeight + (rows - 1) * 8).toBeLessThanOrEqual(height);
      expect(tileWidth).toBeGreaterThan(0);
    }
  }
});

test("two people sit side by side on a laptop and above each other on a phone", () => {
  expect(bestGrid(2, 1264, 700).columns).toBe(2);
  expect(bestGrid(2, 374, 700).columns).toBe(1);
});

test("six people on a phone stand in pairs, not in a thin column", () => {
  expect(bestGrid(6, 374, 770)).toMatchObject({ columns: 2, tileWidth: 183 });
});

test("a box without room has tiles without size", () => {
  expect(bestGrid(3, 0, 0)).toEqual({ columns: 1, tileWidth: 0, tileHeight: 0 });
});
