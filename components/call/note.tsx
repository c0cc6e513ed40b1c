import type { ReactNode } from "react";

/** Something that needs to be known now, above the tiles. */
export function Note({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <div className="floating flex max-w-text items-center gap-3 py-1 pr-1 pl-4 text-ui">
      <p className="py-2 font-medium">{text}</p>
      {action}
    </div>
  );
}
