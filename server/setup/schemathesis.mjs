import { ensurePythonProgram } from "./python-environment.mjs";

/** Asks the API whether it does what its document says. Hypothesis makes the inputs: another version would ask other questions. */
const SCHEMATHESIS = {
  name: "schemathesis",
  program: "schemathesis",
  check: ["--version"],
  packages: ["schemathesis==4.32.5", "hypothesis==6.170.15"],
  variable: "SCHEMATHESIS_PATH",
  why: "Python with venv, which runs the conformance tests,",
  what: "the conformance tests' program",
};

/**
 * @param {import("./terminal.mjs").Terminal} terminal
 * @param {Parameters<typeof ensurePythonProgram>[2]} [options]
 * @returns {Promise<string>} the program
 * @throws {import("./setup-error.mjs").SetupError}
 */
export const ensureSchemathesis = (terminal, options) => ensurePythonProgram(terminal, SCHEMATHESIS, options);
