import { useEffect, useEffectEvent, useState } from "react";

/** What is loaded when it is needed: null until it is there. `again` asks once more after a failure. */
export type OnDemand<T> = { value: T | null; isFailed: boolean; again: () => void };

/**
 * Loads a part of the page's code when it is shown. Unlike a lazy component it does not throw what fails, which would
 * take the page along: without a connection for a moment nobody may fall out of a call for having opened a panel.
 */
export function useOnDemand<T extends object>(load: () => Promise<T>): OnDemand<T> {
  const [value, setValue] = useState<T | null>(null);
  const [isFailed, setFailed] = useState(false);
  const [turn, setTurn] = useState(0);
  const start = useEffectEvent(load);
  useEffect(() => {
    let isGone = false;
    start().then(
      (loaded) => !isGone && setValue(loaded),
      () => !isGone && setFailed(true),
    );
    return () => {
      isGone = true;
    };
  }, [turn]);
  const again = () => {
    setFailed(false);
    setTurn((before) => before + 1);
  };
  return { value, isFailed, again };
}
