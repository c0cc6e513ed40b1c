#!/usr/bin/env node
// npm start and npm run dev: everything from a fresh clone to a running product, in plain Node.
//   --dev       pages reload, the worker starts again when its sources change
//   --reset     deletes the data folder first, after asking; --yes skips the question
//   --verbose   shows what every part says
import { nodeProblem } from "./setup/node-version.mjs";

const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(`\n  ${problem}\n`);
  process.exit(1);
}
// only now: an older Node could not even read the rest
const { Supervisor } = await import("./setup/supervisor.mjs");
const { parseFlags } = await import("./setup/options.mjs");
const { printProblem } = await import("./setup/terminal.mjs");
try {
  await new Supervisor(parseFlags()).run();
} catch (error) {
  printProblem(error, process.argv.includes("--verbose"));
  process.exit(1);
}
