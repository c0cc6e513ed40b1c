import type { Viewport } from "next";
import type { ReactNode } from "react";
import { enterable } from "@/app/r/[slug]/call/entry";
import { ClientMessages } from "@/components/shell/client-messages";
import "@/components/call/call.css";

/** Dark whatever the page has: the browser's own parts too. */
export const viewport: Viewport = { themeColor: "#0d1015", colorScheme: "dark" };

/** Refuses here too: below it the skeleton is sent, and with it the status 200. */
export default async function CallLayout({ params, children }: { params: Promise<{ slug: string }>; children: ReactNode }) {
  await enterable((await params).slug);
  return (
    <ClientMessages namespaces={["call"]}>
      <div className="call">{children}</div>
    </ClientMessages>
  );
}
