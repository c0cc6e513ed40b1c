"use client";

import { useCallback, useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { realtimeOf } from "@/components/realtime/realtime";
import type { ConnectionState, WireEvent } from "@/components/realtime/wire";

/** Calls `onEvent` for each event of the person, beginning with a hello. */
export function useRealtimeEvents(userId: number, onEvent: (event: WireEvent) => void): void {
  const hear = useEffectEvent(onEvent);
  useEffect(() => realtimeOf(userId).listen((event) => hear(event)), [userId]);
}

const never = () => {};

/** Whether events arrive now; for nobody (null) there are none. */
export function useConnectionState(userId: number | null): ConnectionState {
  const subscribe = useCallback((listener: () => void) => (userId === null ? never : realtimeOf(userId).listenToState(listener)), [userId]);
  return useSyncExternalStore<ConnectionState>(
    subscribe,
    () => (userId === null ? "connecting" : realtimeOf(userId).state),
    () => "connecting",
  );
}
