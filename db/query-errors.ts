import { DrizzleQueryError } from "drizzle-orm";

/** What `util.inspect` asks an object for first; a symbol, so that no module of Node is needed. */
const inspect = Symbol.for("nodejs.util.inspect.custom");

/** The statement, Postgres's code and where it was asked: never a parameter, a row or a sentence that repeats one. */
function describe(error: DrizzleQueryError): string {
  const code = (error.cause as { code?: unknown } | undefined)?.code;
  // the stack begins with the message, whose parameters may look like frames
  const frames = error.stack?.split(error.message)[1] ?? "";
  return `Failed query${typeof code === "string" ? ` (${code})` : ""}: ${error.query}${frames}`;
}

/**
 * Keeps what was in a failed query out of whatever prints errors by itself: Next writes those of pages to the console.
 * Our own log has its serializer.
 */
export function hideQueryParameters(): void {
  Object.defineProperty(DrizzleQueryError.prototype, inspect, {
    configurable: true,
    value(this: DrizzleQueryError) {
      return describe(this);
    },
  });
}
