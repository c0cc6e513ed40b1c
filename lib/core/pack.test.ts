import { expect, it } from "vitest";
import { pack, unpack } from "@/lib/core/pack";

it("A packed value comes out as it went in", () => {
  const value = { name: "Zoë </script>", list: [1, null, { deep: true }] };
  expect(unpack(pack(value))).toEqual(value);
});
