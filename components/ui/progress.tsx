import { clsx } from "clsx";

/** Real progress of long work, 0 to 1; `null` while nothing is known yet. `note` says the rest: “42 %, 3 min left”. */
export function Progress({ label, value, note, className }: { label: string; value: number | null; note?: string; className?: string }) {
  return (
    <div className={clsx("grid gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-4 text-sm">
        <span className="truncate font-medium">{label}</span>
        {note && <span className="tabular shrink-0 text-muted">{note}</span>}
      </div>
      <progress aria-label={label} max={1} value={value === null ? undefined : Math.min(1, Math.max(0, value))} className="progress" />
    </div>
  );
}
