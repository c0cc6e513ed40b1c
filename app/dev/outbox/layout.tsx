import type { Metadata } from "next";
import type { ReactNode } from "react";
import { NameMark } from "@/components/shell/name-mark";

export const metadata: Metadata = { title: "Outbox", robots: "noindex" };

export default function OutboxLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto grid max-w-page gap-6 px-4 py-6 sm:px-8 sm:py-10">
      <NameMark />
      <main id="content">{children}</main>
    </div>
  );
}
