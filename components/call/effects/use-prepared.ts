import { useState, useSyncExternalStore } from "react";
import { readChoices, rememberChoices } from "@/components/call/choices";
import type { Background } from "@/components/call/effects/kinds";

/** The effects that one wants before the call: the remembered ones until one chooses. */
export type Prepared = { background: Background; noise: boolean; ownVersion: number; setBackground: (background: Background) => void; setNoise: (noise: boolean) => void };

const never = () => () => undefined;
const readBackground = () => readChoices().background ?? "none";
const readNoise = () => readChoices().noise ?? false;
const noBackground = (): Background => "none";
const noNoise = () => false;

export function usePrepared(): Prepared {
  const keptBackground = useSyncExternalStore(never, readBackground, noBackground);
  const keptNoise = useSyncExternalStore(never, readNoise, noNoise);
  const [picked, setPicked] = useState<{ background?: Background; noise?: boolean }>({});
  const [ownVersion, setOwnVersion] = useState(0);
  return {
    background: picked.background ?? keptBackground,
    noise: picked.noise ?? keptNoise,
    ownVersion,
    setBackground: (background) => {
      rememberChoices({ background });
      setPicked((before) => ({ ...before, background }));
      if (background === "own") setOwnVersion((before) => before + 1);
    },
    setNoise: (noise) => {
      rememberChoices({ noise });
      setPicked((before) => ({ ...before, noise }));
    },
  };
}
