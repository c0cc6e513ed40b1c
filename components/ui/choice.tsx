import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";

type Choice = Omit<ComponentProps<"input">, "type" | "role"> & { label: ReactNode; hint?: ReactNode };

/** A box to tick, with its words; the whole line is the target. */
export function Checkbox({ label, hint, className, ...rest }: Choice) {
  return (
    <label className={clsx("target flex items-start gap-3 py-2", className)}>
      <input {...rest} type="checkbox" className="mt-px size-5 shrink-0" />
      <Words label={label} hint={hint} />
    </label>
  );
}

/** On or off, in force at once. */
export function Switch({ label, hint, className, ...rest }: Choice) {
  return (
    <label className={clsx("target flex items-start justify-between gap-4 py-2", className)}>
      <Words label={label} hint={hint} />
      <input {...rest} type="checkbox" role="switch" className="switch" />
    </label>
  );
}

function Words({ label, hint }: { label: ReactNode; hint: ReactNode }) {
  return (
    <span className="grid gap-0.5 text-ui">
      <span>{label}</span>
      {hint && <span className="text-sm text-muted">{hint}</span>}
    </span>
  );
}
