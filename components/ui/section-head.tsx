import type { ReactNode } from "react";

/** The head of a part of a page that is itself a list: a small title, and the way to all of it. */
export function SectionHead({ id, title, children }: { id: string; title: string; children?: ReactNode }) {
  return (
    <div className="mb-3 flex items-baseline justify-between gap-4">
      <h2 id={id} className="text-sm font-medium text-muted">
        {title}
      </h2>
      {children}
    </div>
  );
}
