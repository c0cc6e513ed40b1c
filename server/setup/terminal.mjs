import readline from "node:readline/promises";
import { SetupError } from "./setup-error.mjs";

const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);

/** What the commands say: short on the terminal, one line a step, with the time it takes. */
export class Terminal {
  /** @param {{ verbose?: boolean, out?: NodeJS.WriteStream }} [options] */
  constructor({ verbose = false, out = process.stdout } = {}) {
    this.verbose = verbose;
    this.out = out;
    this.live = Boolean(out.isTTY) && !verbose;
    this.colours = Boolean(out.isTTY) && !process.env.NO_COLOR;
  }

  /** Whether somebody is there to answer a question. */
  get interactive() {
    return Boolean(process.stdin.isTTY && this.out.isTTY) && process.env.CI !== "true";
  }

  /** @param {string} text @param {number} code an ANSI colour */
  paint(text, code) {
    return this.colours ? `\u001b[${code}m${text}\u001b[0m` : text;
  }

  /** @param {string} [text] */
  line(text = "") {
    this.out.write(`${this.live ? "\r\u001b[K" : ""}${text}\n`);
  }

  /** @param {string} text something to know, not a step */
  note(text) {
    this.line(`  ${this.paint("·", 2)} ${text}`);
  }

  /** @param {string} text */
  detail(text) {
    if (this.verbose) this.line(this.paint(`    ${text}`, 2));
  }

  /**
   * Runs one step and shows that it lives: seconds that count up on a terminal, a line each ten seconds elsewhere.
   * @template T
   * @param {string} label
   * @param {() => Promise<T>} run
   * @returns {Promise<T>}
   */
  async step(label, run) {
    const began = Date.now();
    const show = () => {
      const text = `  ${this.paint("…", 36)} ${label}  ${Math.round((Date.now() - began) / 1000)} s`;
      this.out.write(this.live ? `\r\u001b[K${text}` : `${text}\n`);
    };
    if (this.live) show();
    const timer = setInterval(show, this.live ? 1000 : 10_000);
    try {
      const result = await run();
      this.line(`  ${this.paint("✓", 32)} ${label}  ${this.paint(`${seconds(began)} s`, 2)}`);
      return result;
    } catch (error) {
      this.line(`  ${this.paint("✗", 31)} ${label}`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  /**
   * @param {string} question
   * @param {string} otherwise what to do where nobody can answer
   * @returns {Promise<boolean>} true for "y" or "yes"
   * @throws {SetupError} when nobody is there to answer
   */
  async ask(question, otherwise) {
    if (!this.interactive) throw new SetupError(otherwise);
    const prompt = readline.createInterface({ input: process.stdin, output: this.out });
    try {
      return /^y(es)?$/i.test((await prompt.question(`  ${this.paint("?", 33)} ${question} [y/N] `)).trim());
    } finally {
      prompt.close();
    }
  }
}

/**
 * Prints a problem: the sentence alone where it is one that the person can solve. Anything else is a mistake of
 * ours; its stack shows only with --verbose.
 * @param {unknown} error
 * @param {boolean} verbose
 */
export function printProblem(error, verbose) {
  const known = error instanceof SetupError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\n  ${known ? message : `Something unexpected happened: ${message}`}\n`);
  if (!known && verbose && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  if (!known && !verbose) process.stderr.write("  Run it again with --verbose to see more.\n");
}
