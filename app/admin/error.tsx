"use client";

import { BrokenPage } from "@/components/shell/broken-page";

/** Inside the shell: the rest of the product stays in reach. */
export default function AdminErrorPage(props: { error: unknown; retry: () => void }) {
  return <BrokenPage {...props} />;
}
