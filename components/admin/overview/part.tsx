import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";

/** One part of the overview: a heading, with the way to the whole where there is one. */
export function Part({ id, title, more, children }: { id: string; title: string; more?: { href: string; text: string }; children: ReactNode }) {
  return (
    <Card aria-labelledby={id} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="text-lg">
          {title}
        </h2>
        {more && (
          <Link href={more.href} className="target inline-flex items-center text-ui text-accent underline-offset-4 hover:underline">
            {more.text}
          </Link>
        )}
      </div>
      {children}
    </Card>
  );
}
