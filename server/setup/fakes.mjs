/**
 * For tests: a terminal that keeps what was said and answers what it is told to.
 * @param {{ interactive?: boolean, answer?: boolean }} [options]
 */
export function fakeTerminal({ interactive = false, answer = false } = {}) {
  /** @type {string[]} */
  const said = [];
  return {
    said,
    verbose: false,
    line: (text = "") => said.push(text),
    note: (text) => said.push(text),
    detail: () => {},
    paint: (text) => text,
    step: async (label, run) => {
      said.push(label);
      return run();
    },
    ask: async (question, otherwise) => {
      said.push(question);
      if (!interactive) throw new (await import("./setup-error.mjs")).SetupError(otherwise);
      return answer;
    },
  };
}

/**
 * For tests: a runner that keeps the commands it is given.
 * @param {(command: string) => { code: number, output?: string }} [answer] by the whole command line
 */
export function fakeRunner(answer = () => ({ code: 0 })) {
  /** @type {string[]} */
  const commands = [];
  const run = async (command, args) => {
    const line = [command, ...args].join(" ");
    commands.push(line);
    const { code, output = "" } = answer(line);
    return { code, output, lastLine: output.split("\n").at(-1) ?? "" };
  };
  return { commands, run };
}
