"use client";

import { BrokenPage, useBrokenLocale } from "@/components/shell/broken-page";
import "@/app/globals.css";

/** Stands in for the root layout when that one broke: no theme, no font, the browser's language. */
export default function GlobalErrorPage(props: { error: unknown; retry: () => void }) {
  return (
    <html lang={useBrokenLocale()}>
      <body>
        <main>
          <BrokenPage {...props} />
        </main>
      </body>
    </html>
  );
}
