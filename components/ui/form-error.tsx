import type { ReactNode } from "react";

/** Why a form as a whole was refused. Always in the page, so that a screen reader hears it when it fills. */
export function FormError({ children }: { children?: ReactNode }) {
  return (
    <div role="alert">
      {children && <p className="rounded-control border-l-4 border-danger bg-danger-soft px-3 py-2 text-ui font-medium">{children}</p>}
    </div>
  );
}
