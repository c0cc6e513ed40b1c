import { useRoomContext } from "@livekit/components-react";
import { RoomEvent, type RemoteParticipant } from "livekit-client";
import { useEffect, useRef } from "react";
import { callSignalTopic, reactions } from "@/lib/calls/constants";
import type { CallSignal } from "@/lib/calls/contract";

const isText = (value: unknown): value is string => typeof value === "string";

/** Null for what this version of the page does not know. Checked by hand: a schema would bring its library into the call. */
function readSignal(payload: Uint8Array): CallSignal | null {
  try {
    const { kind, identity, reaction, by, source } = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    const known = reactions.find((each) => each === reaction);
    if (kind === "reaction" && isText(identity) && known) return { kind, identity, reaction: known };
    if (kind === "asked" && isText(by) && (source === "microphone" || source === "camera")) return { kind, by, source };
    return null;
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
