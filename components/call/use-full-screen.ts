import { useEffect, useState } from "react";

const isPossible = () => document.fullscreenEnabled;
const isOn = () => document.fullscreenElement !== null;

/** The whole call over the whole screen; null where the browser has no such thing (phones of Apple). */
export function useFullScreen(): { isFull: boolean; toggle: () => void } | null {
  const [isFull, setFull] = useState(isOn);
  useEffect(() => {
    const look = () => setFull(isOn());
    document.addEventListener("fullscreenchange", look);
    return () => document.removeEventListener("fullscreenchange", look);
  }, []);
  // The root and not a part of it: dialogs, menus and tips stay in sight. A browser that refuses changes nothing.
  const toggle = () => void (isOn() ? document.exitFullscreen() : document.documentElement.requestFullscreen()).then(undefined, () => setFull(isOn()));
  return isPossible() ? { isFull, toggle } : null;
}
