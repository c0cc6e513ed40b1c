import { ConnectionState, RoomEvent, type Room } from "livekit-client";
import { useCallback, useSyncExternalStore } from "react";

/** Whether sound and pictures can come and go: false while the lines for them are made for the first time. A lost line is another matter, see `useLine`. */
export function useIsInside(room: Room): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      room.on(RoomEvent.ConnectionStateChanged, changed);
      return () => {
        room.off(RoomEvent.ConnectionStateChanged, changed);
      };
    },
    [room],
  );
  return useSyncExternalStore(subscribe, () => room.state !== ConnectionState.Connecting);
}
