import { expect, test } from "vitest";
import { withQuery } from "@/lib/core/query-string";
import { readSort, sortSchema } from "@/lib/core/sort";

test("an address gets what says something as its query, encoded", () => {
  expect(withQuery("/admin/users", { text: "a&b", role: undefined, state: "", before: null, page: 0 })).toBe("/admin/users?text=a%26b&page=0");
  expect(withQuery("/admin/users", {})).toBe("/admin/users");
});

test("a sort names a column and a direction; anything else means nothing", () => {
  const schema = sortSchema(["name", "since"]);
  expect(["name", "-since"].map((text) => readSort(schema.parse(text)))).toEqual([{ key: "name", isDescending: false }, { key: "since", isDescending: true }]);
  for (const text of ["--name", "id", "", "name;drop"]) expect(schema.safeParse(text).success).toBe(false);
});
