import { clsx } from "clsx";

/** The figure: an atrium from above. Four roofs that fall inward, each with its own light; a person in the court. */
export function Figure({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={clsx("shrink-0", className)}>
      <g fill="currentColor">
        <path opacity="0.5" d="M6.5 1h19c1.1 0 2.2.4 3 1.05L21.2 9.4H10.8L3.5 2.05C4.3 1.4 5.4 1 6.5 1Z" />
        <path opacity="0.72" d="M29.95 3.5c.65.8 1.05 1.9 1.05 3v19c0 1.1-.4 2.2-1.05 3L22.6 21.2V10.8Z" />
        <path d="M28.5 29.95c-.8.65-1.9 1.05-3 1.05h-19c-1.1 0-2.2-.4-3-1.05l7.3-7.35h10.4Z" />
        <path opacity="0.72" d="M2.05 28.5C1.4 27.7 1 26.6 1 25.5v-19c0-1.1.4-2.2 1.05-3L9.4 10.8v10.4Z" />
      </g>
      <circle cx="16" cy="16" r="3.6" className="fill-accent" />
    </svg>
  );
}

/** Figure and word. The word can be hidden where there is no room; then the link around it needs a label. */
export function NameMark({ wordClassName, className }: { wordClassName?: string; className?: string }) {
  return (
    <span className={clsx("inline-flex items-center gap-2.5", className)}>
      <Figure className="size-8" />
      <span className={clsx("text-lg font-semibold tracking-tight", wordClassName)}>Atrium</span>
    </span>
  );
}
