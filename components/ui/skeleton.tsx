import { clsx } from "clsx";
import type { ReactNode } from "react";

/** A grey place where something will be; give it the size of what comes. Shows itself only after 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={clsx("block animate-wait rounded-control bg-sunken", className ?? "h-4 w-full")} />;
}

/** Holds skeletons; tells a screen reader once that something loads. */
export function Loading({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}
