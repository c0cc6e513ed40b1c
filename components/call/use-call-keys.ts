import { useEffect, useRef, useState } from "react";
import { commandOf, isTalkPress, keepKeys, readKeys, talkKey, type CallCommand, type CallKeys } from "@/components/call/call-keys";
import { keyTargetOf } from "@/components/ui/key-target";

/** What a command does at this moment; one that is not there is not possible now. */
export type CallCommands = Partial<Record<CallCommand, () => void>>;

/** Hears the keys of the call wherever the focus is. `talk` is told when the key to speak is pressed and when it is let go. */
export function useCallKeys(commands: CallCommands, talk: (on: boolean) => void): { keys: CallKeys; changeKeys: (keys: CallKeys) => void } {
  const [keys, setKeys] = useState(readKeys);
  const now = useRef({ commands, talk, keys });
  useEffect(() => {
    now.current = { commands, talk, keys };
  });
  useEffect(() => {
    let isTalking = false;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const target = keyTargetOf(event.target);
      if (isTalkPress(event, target, now.current.keys)) {
        event.preventDefault();
        if (!event.repeat) now.current.talk((isTalking = true));
        return;
      }
      const command = commandOf(event, target, now.current.keys);
      const run = command && now.current.commands[command];
      if (!run) return;
      event.preventDefault();
      run();
    };
    const letGo = () => {
      if (isTalking) now.current.talk((isTalking = false));
    };
    const onKeyUp = (event: KeyboardEvent) => event.key === talkKey && letGo();
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("keyup", onKeyUp);
    // A key that is let go in another window is never told here.
    window.addEventListener("blur", letGo);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("keyup", onKeyUp);
      window.removeEventListener("blur", letGo);
    };
  }, []);
  const changeKeys = (changed: CallKeys) => {
    setKeys(changed);
    keepKeys(changed);
  };
  return { keys, changeKeys };
}
