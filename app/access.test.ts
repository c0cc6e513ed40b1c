import { expect, test } from "vitest";
import { pagesOf, pageTable, parsePageTable } from "@/e2e/access/pages";
import { accessTable, parseAccessTable, undescribed } from "@/e2e/access/table";
import { allContracts } from "@/lib/http/endpoints/all";

const { actors, rows } = parseAccessTable(accessTable);

test("the access table in e2e/access/table.ts has one row for each route, and none for what is gone", () => {
  const described = allContracts.map(({ method, path }) => `${method} ${path}`);
  expect(described.filter((route) => !rows.has(route)), "routes without a row").toEqual([]);
  expect([...rows.keys()].filter((route) => !described.includes(route) && !undescribed.includes(route)), "rows without a route").toEqual([]);
});

test("each row of the access table has a status for each actor", () => {
  for (const [route, statuses] of rows) expect(statuses.filter((status) => status >= 200 && status < 600), route).toHaveLength(actors.length);
});

const pages = parsePageTable(pageTable);

test("the table of pages in e2e/access/pages.ts has one row for each page, and none for what is gone", () => {
  expect([...pages.rows.keys()].sort()).toEqual(pagesOf(import.meta.dirname));
  for (const [page, statuses] of pages.rows) expect(statuses.filter((status) => status >= 200 && status < 500), page).toHaveLength(pages.actors.length);
});
