import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";

/**
 * Fetches the page's data anew, for what happens without a click. Without a network it waits until that is back: asked
 * then, Next.js leaves the page for one that does not load, with all that goes on in it.
 */
export function useRefresh(): () => void {
  const router = useRouter();
  const isDue = useRef(false);
  useEffect(() => {
    const goOn = () => {
      if (isDue.current) router.refresh();
      isDue.current = false;
    };
    window.addEventListener("online", goOn);
    return () => window.removeEventListener("online", goOn);
  }, [router]);
  return useCallback(() => {
    if (navigator.onLine) router.refresh();
    else isDue.current = true;
  }, [router]);
}
