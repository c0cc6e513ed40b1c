import { clsx } from "clsx";

/** Only inside a button that was pressed; whole pages show skeletons. Says nothing itself: the button is `aria-busy`. */
export function Spinner({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={clsx("size-4 animate-turn", className)} fill="none" stroke="currentColor" strokeWidth="2">
      <circle cx="8" cy="8" r="6.5" opacity="0.25" />
      <path d="M8 1.5A6.5 6.5 0 0 1 14.5 8" strokeLinecap="round" />
    </svg>
  );
}
