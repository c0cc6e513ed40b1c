#!/usr/bin/env node
// npm test: the set-up of npm start plus a browser, then every check and test, each to its end even when one fails.
//   --only unit,e2e   some parts: check, unit, integration, build, conformance, e2e
//   --verbose         shows more of the set-up
import { nodeProblem } from "./setup/node-version.mjs";

const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(`\n  ${problem}\n`);
  process.exit(1);
}
const { runTests } = await import("./setup/test-run.mjs");
process.exit(await runTests(process.argv.slice(2)));
