import fs from "node:fs";
import path from "node:path";
import { ensurePythonProgram, environmentFolder } from "./python-environment.mjs";

/** A server that speaks S3's protocol, for tests: signatures, parts, ranges and listings as the real one has them. */
const MOTO = {
  name: "moto",
  program: "moto_server",
  check: ["--help"],
  packages: ["moto[s3]==5.2.5", "flask==3.1.3", "flask-cors==6.0.5"],
  variable: "S3_SERVER_PATH",
  why: "Python with venv, which runs the server of the storage tests,",
  what: "the storage tests' server",
};

/**
 * @param {import("./terminal.mjs").Terminal} terminal
 * @param {Parameters<typeof ensurePythonProgram>[2]} [options]
 * @returns {Promise<string>} the program
 * @throws {import("./setup-error.mjs").SetupError}
 */
export const ensureS3Server = (terminal, options) => ensurePythonProgram(terminal, MOTO, options);

/** The same where it is there already. @param {Record<string, string | undefined>} env @returns {string | null} */
export function findS3Server(env = process.env) {
  const program = env[MOTO.variable] || path.join(environmentFolder(MOTO.name), "bin", MOTO.program);
  return fs.existsSync(program) ? program : null;
}
