import type { ReactNode } from "react";

/** The one title of a page, and its one primary action at the right. */
export function PageHeader({ title, text, action }: { title: string; text?: ReactNode; action?: ReactNode }) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4 sm:mb-8">
      <div className="grid min-w-0 gap-1.5">
        <h1 className="text-xl tracking-tight break-words sm:text-2xl">{title}</h1>
        {text && <p className="max-w-text text-base text-muted">{text}</p>}
      </div>
      {action}
    </header>
  );
}
