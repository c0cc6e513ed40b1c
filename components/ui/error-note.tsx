import type { ReactNode } from "react";

/** What happened, what was kept, what to do; and a reference to quote, which the log has too. */
export function ErrorNote({
  title,
  kept,
  todo,
  action,
  reference,
}: {
  title: string;
  kept?: string;
  todo?: string;
  action?: ReactNode;
  reference?: { label: string; value: string };
}) {
  return (
    <div role="alert" className="grid gap-3 rounded-card border border-danger/40 bg-danger-soft p-4 sm:p-6">
      <p className="text-md font-semibold">{title}</p>
      {(kept ?? todo) && (
        <div className="grid gap-1 text-ui">
          {kept && <p>{kept}</p>}
          {todo && <p>{todo}</p>}
        </div>
      )}
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
      {reference && (
        <p className="text-xs text-muted">
          {reference.label} <code className="font-mono text-ink select-all">{reference.value}</code>
        </p>
      )}
    </div>
  );
}
