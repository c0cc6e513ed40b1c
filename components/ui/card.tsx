import { clsx } from "clsx";
import type { ComponentProps } from "react";

/** Paper on the surface: a hairline, no shadow. */
export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section {...rest} className={clsx("rounded-card border border-hairline bg-surface p-4 sm:p-6", className)} />;
}
