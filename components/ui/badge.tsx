import { clsx } from "clsx";
import type { ReactNode } from "react";

const tones = {
  neutral: "bg-sunken text-muted",
  accent: "bg-accent-soft text-accent-strong",
  /** In a call now, or recording: with a dot that breathes. */
  live: "bg-danger-soft text-danger",
  attention: "bg-attention-soft text-ink",
  danger: "bg-danger-soft text-danger",
} as const;

/** A short state or count. Never colour alone: the words say it. */
export function Badge({ tone = "neutral", children }: { tone?: keyof typeof tones; children: ReactNode }) {
  return (
    <span className={clsx("tabular inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap", tones[tone])}>
      {tone === "live" && <span aria-hidden="true" className="size-2 animate-breathe rounded-full bg-danger" />}
      {tone === "attention" && <span aria-hidden="true" className="size-2 rounded-full bg-attention" />}
      {children}
    </span>
  );
}
