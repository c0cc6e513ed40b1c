import { useRoomContext } from "@livekit/components-react";
import { RoomEvent, type RemoteParticipant } from "livekit-client";
import { useEffect, useRef } from "react";
import { callSignal, callSignalTopic, type CallSignal } from "@/lib/calls/contract";

function readSignal(payload: Uint8Array): CallSignal | null {
  try {
    return callSignal.safeParse(JSON.parse(new TextDecoder().decode(payload))).data ?? null;
  } catch {
    return null;
  }
}

/** Hears what the server tells the people in the call. What another person sends under the same name is not heard. */
export function useSignals(onSignal: (signal: CallSignal) => void): void {
  const room = useRoomContext();
  const handler = useRef(onSignal);
  useEffect(() => {
    handler.current = onSignal;
  });
  useEffect(() => {
    const hear = (payload: Uint8Array, sender?: RemoteParticipant, _kind?: unknown, topic?: string) => {
      if (sender !== undefined || topic !== callSignalTopic) return;
      const signal = readSignal(payload);
      if (signal) handler.current(signal);
    };
    room.on(RoomEvent.DataReceived, hear);
    return () => {
      room.off(RoomEvent.DataReceived, hear);
    };
  }, [room]);
}
