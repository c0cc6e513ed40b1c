import { expect, test } from "vitest";
import { settings } from "@/lib/core/settings";
import { allContracts } from "@/lib/http/endpoints/all";
import { limitQuery, optionalCount } from "@/lib/http/params";

const wild = ["-1", "1e9", "abc", "1000000", "0", "", "1.5", "+7", " 7", "99999999999999999999", "0x10", "NaN"];

test("a size that is no number or too large becomes one that is allowed", () => {
  for (const text of wild) expect([text, limitQuery.parse(text) >= 1 && limitQuery.parse(text) <= settings.pageLimitMax]).toEqual([text, true]);
  expect([limitQuery.parse("1000000"), limitQuery.parse("abc"), limitQuery.parse("7"), limitQuery.parse(undefined)]).toEqual([settings.pageLimitMax, settings.pageLimitDefault, 7, settings.pageLimitDefault]);
});

test("a place in a list that is no number counts as absent", () => {
  for (const text of wild) expect([undefined, 0, 1_000_000]).toContain(optionalCount.parse(text));
});

test("every list of the API takes its size by the same rule", () => {
  const lists = allContracts.filter(({ query }) => query && "limit" in query.shape);
  expect(lists.length).toBeGreaterThan(5);
  expect(lists.filter(({ query }) => query!.shape.limit !== limitQuery).map(({ path }) => path)).toEqual([]);
});
