"use client";

import { useEffect } from "react";
import { takeFromAddress } from "@/components/call/encryption/passphrase";

/**
 * On the way to a call by way of the sign-in page or of a meeting that has not begun: the address that led here still
 * holds the passphrase behind its `#`, the one that leads on does not. It waits in this tab until the call's door is there.
 */
export function KeepInvitation({ next }: { next: string }) {
  useEffect(() => {
    const [, slug] = /^\/r\/([a-z0-9-]+)\/call$/.exec(next) ?? [];
    if (slug !== undefined) takeFromAddress(slug);
  }, [next]);
  return null;
}
