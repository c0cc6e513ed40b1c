import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ownCounts, countsLine, playwrightCounts, singleCount, sumCounts, vitestCounts } from "@/server/setup/test-counts.mjs";
import { chooseParts } from "@/server/setup/test-run.mjs";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-counts-"));
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

function report(content: unknown): string {
  const file = path.join(dir, `${Math.random()}.json`);
  fs.writeFileSync(file, JSON.stringify(content));
  return file;
}

describe("the sum of a test run", () => {
  it("adds up and ends in one line", () => {
    const sum = sumCounts([singleCount(0), singleCount(1), { passed: 5, failed: 1, skipped: 2 }]);
    expect(countsLine(sum)).toBe("6 passed, 2 failed, 2 skipped");
    expect(countsLine({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
  });

  it("counts a test file that could not be loaded as a failure", () => {
    const file = report({ numPassedTests: 4, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [{ status: "failed", assertionResults: [] }, { status: "passed", assertionResults: [] }] });
    expect(vitestCounts(file, 1)).toEqual({ passed: 4, failed: 1, skipped: 0, late: [] });
  });

  it("counts a crash without a report as a failure", () => {
    expect(vitestCounts(path.join(dir, "none.json"), 1)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    expect(playwrightCounts(path.join(dir, "none.json"), 1)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
  });

  it("counts a failing exit code although every test passed", () => {
    expect(vitestCounts(report({ numPassedTests: 4, numFailedTests: 0, testResults: [] }), 1).failed).toBe(1);
  });

  it("counts each operation of the API that was asked, and a run without a report as a failure", () => {
    expect(ownCounts(report({ passed: 80, failed: 2 }), 1)).toEqual({ passed: 80, failed: 2, skipped: 0 });
    expect(ownCounts(path.join(dir, "none.json"), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it("counts what passed at a second attempt as passed, and names it", () => {
    const journeys = report({
      stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 },
      suites: [{ specs: [{ title: "a call", tests: [{ status: "expected" }] }], suites: [{ specs: [{ title: "a late one", tests: [{ status: "flaky" }] }] }] }],
    });
    expect(playwrightCounts(journeys, 1)).toEqual({ passed: 4, failed: 1, skipped: 2, late: ["a late one"] });
    const file = report({ numPassedTests: 2, numFailedTests: 0, testResults: [{ status: "passed", assertionResults: [{ status: "passed", fullName: "late", failureMessages: ["not yet"] }, { status: "passed", fullName: "sound", failureMessages: [] }] }] });
    expect(vitestCounts(file, 0)).toEqual({ passed: 2, failed: 0, skipped: 0, late: ["late"] });
    expect(sumCounts([vitestCounts(file, 0), singleCount(0)])).toMatchObject({ passed: 3, late: ["late"] });
  });
});

describe("the choice of parts", () => {
  it("is all of them in order, or those named", () => {
    expect(chooseParts([])).toEqual(["check", "unit", "integration", "build", "conformance", "e2e"]);
    expect(chooseParts(["--only", "e2e,unit"])).toEqual(["unit", "e2e"]);
    expect(chooseParts(["--only=build"])).toEqual(["build"]);
  });

  it.each([["--only"], ["--only", "units"], ["--only="]])("refuses %j %j", (...argv) => {
    expect(() => chooseParts(argv)).toThrow(/--only takes one or more of/);
  });
});
