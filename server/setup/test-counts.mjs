import fs from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number, late?: string[] }} Counts `late` names the tests that passed at a second attempt only */

/** @param {string} file @returns {any} null when there is no usable report */
function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * A step that failed without naming a failed test (it crashed, or a file did not load) counts as one failure: no
 * failure may vanish from the sum.
 * @param {Counts} counts
 * @param {number} code the step's exit code
 * @returns {Counts}
 */
function withExitCode(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {string} file vitest's JSON report @param {number} code @returns {Counts} */
export function vitestCounts(file, code) {
  const report = readJson(file);
  const suitesOnly = (report?.testResults ?? []).filter((suite) => suite.status === "failed" && suite.assertionResults.every((test) => test.status !== "failed"));
  return withExitCode(
    {
      passed: report?.numPassedTests ?? 0,
      failed: (report?.numFailedTests ?? 0) + suitesOnly.length,
      skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
      late: (report?.testResults ?? []).flatMap((suite) => suite.assertionResults).filter((test) => test.status === "passed" && test.failureMessages?.length > 0).map((test) => test.fullName),
    },
    code,
  );
}

/** Every test below a suite of Playwright's report. @param {any} suite @returns {{ title: string, status: string }[]} */
const testsBelow = (suite) => [
  ...(suite.suites ?? []).flatMap(testsBelow),
  ...(suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => ({ title: spec.title, status: test.status }))),
];

/** @param {string} file Playwright's JSON report @param {number} code @returns {Counts} */
export function playwrightCounts(file, code) {
  const report = readJson(file);
  const stats = report?.stats;
  const late = testsBelow(report ?? {}).filter(({ status }) => status === "flaky").map(({ title }) => title);
  return withExitCode({ passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0, skipped: stats?.skipped ?? 0, late }, code);
}

/** @param {string} file a report of ours: the conformance run's has one for each operation and actor; the audit's none when nobody could be asked @param {number} code @returns {Counts} */
export function ownCounts(file, code) {
  const { passed = 0, failed = 0 } = readJson(file) ?? {};
  return withExitCode({ passed, failed, skipped: 0 }, code);
}

/** @param {number} code @returns {Counts} */
export const singleCount = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

/** @param {Counts[]} all @returns {Counts} */
export function sumCounts(all) {
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped"), late: all.flatMap(({ late }) => late ?? []) };
}

/** The last line of a test run. @param {Counts} counts */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
}
