"use client";

import { useCallback, useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { realtimeOf } from "@/components/realtime/realtime";
import type { ConnectionState, WireEvent } from "@/components/realtime/wire";

/** Calls `onEvent` for each event of the person, beginning with a hello. */
export function useRealtimeEvents(userId: number, onEvent: (event: WireEvent) => void): void {
  const hear = useEffectEvent(onEvent);
  useEffect(() => realtimeOf(userId).listen((event) => hear(event)), [userId]);
}

/** Whether events arrive now. */
export function useConnectionState(userId: number): ConnectionState {
  const subscribe = useCallback((listener: () => void) => realtimeOf(userId).listenToState(listener), [userId]);
  return useSyncExternalStore<ConnectionState>(
    subscribe,
    () => realtimeOf(userId).state,
    () => "connecting",
  );
}
