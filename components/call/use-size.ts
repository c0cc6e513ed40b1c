import { useCallback, useState, type RefCallback } from "react";

/** The size of the box that gets `measure` as its ref. It is known before the first paint: tiles and their pictures wait for it. */
export function useSize(): { width: number; height: number; measure: RefCallback<HTMLElement> } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  const measure = useCallback((box: HTMLElement | null) => {
    if (!box) return;
    setSize({ width: box.clientWidth, height: box.clientHeight });
    const observer = new ResizeObserver(([entry]) => entry && setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return { ...size, measure };
}
