import type { ReactNode } from "react";

/** A key to press. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-6 rounded-control border border-b-2 border-hairline bg-surface px-1.5 py-0.5 text-center font-sans text-xs text-muted">
      {children}
    </kbd>
  );
}
