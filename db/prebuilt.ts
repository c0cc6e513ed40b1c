import type { Executor } from "@/db/client";

/**
 * A statement whose text is built once for each client and transaction lane, with `sql.placeholder` for what differs.
 * For what every request or connection asks: building a text anew costs as much processor time as sending it.
 */
export function prebuilt<Statement>(build: (on: Executor) => Statement): (on: Executor) => Statement {
  const built = new WeakMap<Executor, Statement>();
  return (on) => {
    const known = built.get(on);
    if (known !== undefined) return known;
    const statement = build(on);
    built.set(on, statement);
    return statement;
  };
}
