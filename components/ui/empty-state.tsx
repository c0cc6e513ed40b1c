import type { ReactNode } from "react";
import { Court } from "@/components/ui/court";
import { StateWords } from "@/components/ui/state-words";

/** One line that says what will be here, and the action that makes it so. */
export function EmptyState({ title, text, action }: { title: string; text?: string; action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-4 rounded-card border border-dashed border-hairline px-6 py-12 text-center">
      <Court className="size-14 text-edge" />
      <StateWords title={title} text={text} />
      {action}
    </div>
  );
}
