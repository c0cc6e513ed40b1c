import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Spinner } from "@/components/ui/spinner";

const looks = {
  /** The one action of a page or dialog. */
  primary: "bg-accent text-on-accent border-transparent hover:bg-accent-strong",
  quiet: "bg-raised text-ink border-hairline hover:bg-sunken hover:border-edge",
  /** For rows and toolbars, where borders would be noise. */
  plain: "bg-transparent text-ink border-transparent hover:bg-sunken",
  danger: "bg-danger text-on-danger border-transparent hover:bg-danger-strong",
} as const;

export type ButtonLook = keyof typeof looks;

/** The classes of a button, for elements that must be something else (`summary`, a file label). */
export function buttonClass(look: ButtonLook = "quiet", square = false, className?: string): string {
  return clsx(
    "target inline-flex shrink-0 items-center justify-center gap-2 rounded-control border text-ui font-semibold whitespace-nowrap select-none",
    "transition-[background-color,border-color,color,transform] active:translate-y-px",
    "disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-60",
    square ? "w-10 touch:w-11" : "px-4",
    looks[look],
    className,
  );
}

export type ButtonParts = { look?: ButtonLook; icon?: ReactNode };

/** A button; `loading` keeps its width and its focus, and says so to a screen reader. */
export function Button({ look, icon, loading = false, className, children, ...rest }: ComponentProps<"button"> & ButtonParts & { loading?: boolean }) {
  return (
    <button type="button" {...rest} aria-busy={loading || undefined} aria-disabled={loading || undefined} className={buttonClass(look, false, className)}>
      {loading ? <Spinner /> : icon}
      {children}
    </button>
  );
}
