import { useRoomContext } from "@livekit/components-react";
import { useSyncExternalStore } from "react";
import { effectsOf, type CallEffects, type EffectsState } from "@/components/call/effects/call-effects";

/** The effects of this call and what of them is on. */
export function useEffects(): { effects: CallEffects; state: EffectsState } {
  const effects = effectsOf(useRoomContext());
  const read = () => effects.state;
  return { effects, state: useSyncExternalStore(effects.subscribe, read, read) };
}
