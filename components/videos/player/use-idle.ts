"use client";

import { useCallback, useEffect, useRef, useState } from "react";

const idleAfterMs = 2_600;

/** Whether nobody moved for a while; `stir` says that somebody did. Never idle while `isHeld`. */
export function useIdle(isHeld: boolean) {
  const [isIdle, setIdle] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const stir = useCallback(() => {
    setIdle(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIdle(true), idleAfterMs);
  }, []);
  const settle = useCallback(() => {
    clearTimeout(timer.current);
    setIdle(true);
  }, []);

  useEffect(() => () => clearTimeout(timer.current), []);
  return { isIdle: isIdle && !isHeld, stir, settle };
}
