"use client";

import { BrokenPage } from "@/components/shell/broken-page";
import "@/app/globals.css";

/** Stands in for the root layout when that one broke: no theme, no font, the browser's language. */
export default function GlobalErrorPage(props: { error: unknown; retry: () => void }) {
  return (
    <html>
      <body>
        <title>Atrium</title>
        <main>
          <BrokenPage {...props} />
        </main>
      </body>
    </html>
  );
}
