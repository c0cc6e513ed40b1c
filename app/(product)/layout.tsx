import type { ReactNode } from "react";
import { ProductShell } from "@/app/shell";
import { currentViewer } from "@/lib/http/page";

/** The shell around product pages. It hides nothing and guards nothing: each page and query does that for itself. */
export default async function ProductLayout({ children }: { children: ReactNode }) {
  return <ProductShell viewer={await currentViewer()}>{children}</ProductShell>;
}
