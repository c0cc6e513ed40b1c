import type { ReactNode } from "react";
import { Court } from "@/components/ui/court";

/** A page with nothing to show but why: not found, not open, broken. Plain enough for an error boundary. */
export function BlankPage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="grid min-h-[min(100dvh,40rem)] place-content-center justify-items-center gap-6 px-6 py-16 text-center">
      <Court className="size-24 text-edge" />
      <div className="grid gap-2">
        <h1 className="text-xl sm:text-2xl">{title}</h1>
        <p className="mx-auto max-w-text text-muted">{text}</p>
      </div>
      <div className="grid justify-items-center gap-4">{children}</div>
    </div>
  );
}
