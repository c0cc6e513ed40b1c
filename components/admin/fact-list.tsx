import { clsx } from "clsx";
import type { ReactNode } from "react";

const widths = { 3: "sm:grid-cols-3", 4: "sm:grid-cols-2 lg:grid-cols-4" };

/** `wide`: a sentence, which takes a line of its own. */
type Fact = { key: string; name: string; value: ReactNode; wide?: boolean };

/** Named facts in columns; below each other on a phone. */
export function FactList({ facts, columns = 3 }: { facts: readonly Fact[]; columns?: keyof typeof widths }) {
  return (
    <dl className={clsx("grid gap-4", widths[columns])}>
      {facts.map(({ key, name, value, wide }) => (
        <div key={key} className={clsx("grid content-start gap-1", wide && "col-span-full")}>
          <dt className="text-sm text-muted">{name}</dt>
          <dd className={clsx("text-ui break-words", !wide && "tabular")}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
