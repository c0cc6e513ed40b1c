import type { ReactNode } from "react";

/** Named facts in columns; below each other on a phone. */
export function FactList({ facts }: { facts: { key: string; name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid gap-4 sm:grid-cols-3">
      {facts.map(({ key, name, value }) => (
        <div key={key} className="grid content-start gap-1">
          <dt className="text-sm text-muted">{name}</dt>
          <dd className="tabular text-ui">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
