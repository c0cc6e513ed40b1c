import { clsx } from "clsx";
import type { ReactNode } from "react";

/** The inside of a product page: at most 1120 px. `wide` for what uses the whole width (library); `fill` for what scrolls inside (chat). */
export function Page({ wide = false, fill = false, className, children }: { wide?: boolean; fill?: boolean; className?: string; children: ReactNode }) {
  return <div className={clsx("page", wide ? "page-wide" : "page-read", fill && "page-fill", className)}>{children}</div>;
}
