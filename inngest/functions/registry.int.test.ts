import { expect, test } from "vitest";
import { functions } from "@/inngest/functions/registry";
import jobs from "@/messages/en/jobs.json";

test("each function has a name for the jobs page, and nothing else has", () => {
  expect(Object.keys(jobs.names).sort()).toEqual(functions.map((each) => each.id()).sort());
});
