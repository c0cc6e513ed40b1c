"use client";

import { useEffect } from "react";
import { takeFromAddress } from "@/components/call/encryption/passphrase";

/**
 * On the way to a call by way of the sign-in page: the address that led here still holds the passphrase behind its `#`,
 * the one that leads on does not. It waits in this tab until the call's door is there.
 */
export function KeepInvitation({ next }: { next: string }) {
  useEffect(() => {
    const [, slug] = /^\/r\/([a-z0-9-]+)\/call$/.exec(next) ?? [];
    if (slug === undefined) return;
    // After the page's router has begun to hear of changes of the address: before that it would put back what it knows.
    const timer = setTimeout(() => takeFromAddress(slug));
    return () => clearTimeout(timer);
  }, [next]);
  return null;
}
