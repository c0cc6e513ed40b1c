"use client";

import { useEffect } from "react";
import { useRefresh } from "@/components/ui/use-refresh";

const againMs = 3_000;

/**
 * Asks for the page's data anew as long as the news have overtaken it, and for each further news (`overtaken` tells which;
 * empty for none). Once is not enough: the answer may have been made before, or a new attempt may have ended as the one
 * before it, so that there are no other news.
 */
export function useRefreshWhile(overtaken: string): void {
  const refresh = useRefresh();
  useEffect(() => {
    if (overtaken === "") return;
    refresh();
    const timer = setInterval(refresh, againMs);
    return () => clearInterval(timer);
  }, [overtaken, refresh]);
}
