import { evaluate, parse } from "@marcbachmann/cel-js";

type Context = Record<string, unknown>;

/** What is wrong with a CEL expression, or null. */
export function expressionProblem(expression: string): string | null {
  try {
    parse(expression);
    return null;
  } catch (error) {
    return firstLine(error);
  }
}

/** The value of a CEL expression; undefined when it cannot be computed, for example because a key is missing. */
export function valueOf(expression: string, context: Context): unknown {
  try {
    return evaluate(expression, context);
  } catch {
    return undefined;
  }
}

/** True only when the expression is exactly true: a missing key is no match. No expression matches everything. */
export function matches(expression: string | undefined, context: Context): boolean {
  return expression === undefined || expression === "" || valueOf(expression, context) === true;
}

/** The value as a key of a limit or of a repetition; undefined when there is none. */
export function keyOf(expression: string, context: Context): string | undefined {
  const value = valueOf(expression, context);
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}
