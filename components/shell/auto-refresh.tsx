"use client";

import { useEffect } from "react";
import { useRefresh } from "@/components/ui/use-refresh";

/** Asks for the page's data again every few seconds while somebody looks at it, and at once when they come back to it. */
export function AutoRefresh({ seconds }: { seconds: number }) {
  const refresh = useRefresh();
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") refresh();
    };
    const timer = setInterval(look, seconds * 1000);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [refresh, seconds]);
  return null;
}
