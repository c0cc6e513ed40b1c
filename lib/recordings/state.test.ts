import { expect, test } from "vitest";
import { recordingStatuses } from "@/lib/recordings/constants";
import { isRunning, mayFollow, requireFollows } from "@/lib/recordings/state";

/** Rows are the state before, columns the state after, in the order of `recordingStatuses`. */
const table = `
initiated . y . . y y
active    . . y . y .
stopped   . . . y y .
saved     . . . . . .
failed    . . y . . .
aborted   . . . . . .
`;

test("a recording goes from state to state as the table says, and no other way", () => {
  const rows = table.trim().split("\n").map((line) => line.trim().split(/\s+/));
  expect(rows.map(([name]) => name)).toEqual([...recordingStatuses]);
  for (const [from, ...marks] of rows) {
    for (const [at, to] of recordingStatuses.entries()) {
      const status = recordingStatuses.find((each) => each === from)!;
      expect([from, to, mayFollow(status, to)]).toEqual([from, to, marks[at] === "y"]);
      if (marks[at] === "y") expect(() => requireFollows(status, to)).not.toThrow();
      else expect(() => requireFollows(status, to)).toThrow(`A recording that is ${from} does not become ${to}.`);
    }
  }
});

test("a recording runs until it is stopped, whatever becomes of its file", () => {
  expect(recordingStatuses.filter(isRunning)).toEqual(["initiated", "active"]);
});
