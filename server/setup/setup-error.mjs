/**
 * A problem that the person at the terminal can solve. Its message is one sentence or a short list that says what
 * to do; the commands print it without a stack and exit with code 1.
 */
export class SetupError extends Error {
  name = "SetupError";
}
