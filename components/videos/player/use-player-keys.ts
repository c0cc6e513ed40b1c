"use client";

import { useEffect, useRef } from "react";
import { keyTargetOf } from "@/components/ui/key-target";
import { commandOf, type KeyTarget, type PlayerCommand } from "@/components/videos/player/player-keys";

function kindOf(target: EventTarget | null): KeyTarget {
  return target instanceof HTMLElement && target.dataset.playerBar !== undefined ? "bar" : keyTargetOf(target);
}

/** Hears the player's keys wherever the focus is on the page, except where keys mean something else. */
export function usePlayerKeys(onCommand: (command: PlayerCommand) => void): void {
  const handler = useRef(onCommand);
  useEffect(() => {
    handler.current = onCommand;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = commandOf(event, kindOf(event.target));
      if (!command) return;
      event.preventDefault();
      handler.current(command);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
