import { clsx } from "clsx";

/** The empty court seen from above, in thin lines: the figure of empty places and lost pages. */
export function Court({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" className={clsx("shrink-0", className)}>
      <rect x="2" y="2" width="60" height="60" rx="6" />
      <path d="M22 22h20v20H22zM3.8 3.8 22 22M60.2 3.8 42 22M3.8 60.2 22 42M60.2 60.2 42 42" />
    </svg>
  );
}
