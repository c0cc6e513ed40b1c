import { clsx } from "clsx";
import type { ComponentProps } from "react";

const control =
  "w-full rounded-control border border-edge bg-surface text-base text-ink transition-[border-color,background-color] placeholder:text-muted hover:border-ink disabled:opacity-50 [&[readonly]]:bg-sunken aria-invalid:border-danger aria-invalid:border-2";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={clsx(control, "target px-3", className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={4} {...rest} className={clsx(control, "px-3 py-2", className)} />;
}

/** The system's own select: the best one on phones, and by keyboard. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select {...rest} className={clsx(control, "select target pr-9 pl-3", className)} />;
}
