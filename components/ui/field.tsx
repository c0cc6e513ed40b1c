import { clsx } from "clsx";
import type { ReactNode } from "react";

/** What ties a control to its label, hint and mistakes. */
export type FieldIds = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };

/**
 * A label above its control, a hint and what is wrong with it below. The control gets its ids from the function:
 * `<Field name="email" label="Email">{(ids) => <Input {...ids} name="email" />}</Field>`.
 */
export function Field({
  name,
  label,
  hint,
  errors,
  optional,
  className,
  children,
}: {
  /** Unique on the page: ids are made from it. */
  name: string;
  label: string;
  hint?: ReactNode;
  errors?: readonly string[];
  /** The word for "optional", where the field is. */
  optional?: string;
  className?: string;
  children: (ids: FieldIds) => ReactNode;
}) {
  const id = `field-${name}`;
  const wrong = errors !== undefined && errors.length > 0;
  const describedBy = [hint ? `${id}-hint` : "", wrong ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={clsx("grid content-start gap-1.5", className)}>
      <label htmlFor={id} className="text-ui font-medium">
        {label}
        {optional && <span className="font-normal text-muted"> · {optional}</span>}
      </label>
      {children({ id, "aria-describedby": describedBy || undefined, "aria-invalid": wrong || undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {wrong && (
        <p id={`${id}-error`} className="text-sm font-medium text-danger">
          {errors.join(" ")}
        </p>
      )}
    </div>
  );
}
