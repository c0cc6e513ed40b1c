import type { Viewport } from "next";
import type { ReactNode } from "react";
import { ClientMessages } from "@/components/shell/client-messages";
import "@/components/call/call.css";

/** Dark whatever the page has: the browser's own parts too. */
export const viewport: Viewport = { themeColor: "#0d1015", colorScheme: "dark" };

export default function CallLayout({ children }: { children: ReactNode }) {
  return (
    <ClientMessages namespaces={["call"]}>
      <div className="call">{children}</div>
    </ClientMessages>
  );
}
