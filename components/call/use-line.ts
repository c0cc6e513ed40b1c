import { useRoomContext } from "@livekit/components-react";
import { ConnectionQuality, ConnectionState, RoomEvent, type Participant } from "livekit-client";
import { useEffect, useState } from "react";

/** How one's own line to the call is. `back`: it was lost and is there again, said for a moment. */
export type Line = "good" | "poor" | "reconnecting" | "offline" | "back";

/** One bad measurement is no news. */
const poorForMs = 5000;
const backForMs = 4000;
const isBad = (quality: ConnectionQuality) => quality === ConnectionQuality.Poor || quality === ConnectionQuality.Lost;

/** One's own line, as it is to be told in words. */
export function useLine(): Line {
  const room = useRoomContext();
  const [state, setState] = useState<"good" | "reconnecting" | "back">("good");
  const [isPoor, setPoor] = useState(false);
  const [isOnline, setOnline] = useState(true);
  useEffect(() => {
    let poorTimer: ReturnType<typeof setTimeout> | undefined;
    let backTimer: ReturnType<typeof setTimeout> | undefined;
    const onState = (now: ConnectionState) => {
      clearTimeout(backTimer);
      if (now === ConnectionState.Reconnecting || now === ConnectionState.SignalReconnecting) return setState("reconnecting");
      setState((was) => (was === "reconnecting" && now === ConnectionState.Connected ? "back" : "good"));
      backTimer = setTimeout(() => setState((was) => (was === "back" ? "good" : was)), backForMs);
    };
    const onQuality = (quality: ConnectionQuality, who: Participant) => {
      if (!who.isLocal) return;
      clearTimeout(poorTimer);
      if (isBad(quality)) poorTimer = setTimeout(() => setPoor(true), poorForMs);
      else setPoor(false);
    };
    const onNetwork = () => setOnline(navigator.onLine);
    room.on(RoomEvent.ConnectionStateChanged, onState).on(RoomEvent.ConnectionQualityChanged, onQuality);
    window.addEventListener("online", onNetwork);
    window.addEventListener("offline", onNetwork);
    return () => {
      clearTimeout(poorTimer);
      clearTimeout(backTimer);
      room.off(RoomEvent.ConnectionStateChanged, onState).off(RoomEvent.ConnectionQualityChanged, onQuality);
      window.removeEventListener("online", onNetwork);
      window.removeEventListener("offline", onNetwork);
    };
  }, [room]);
  if (!isOnline) return "offline";
  return state === "good" && isPoor ? "poor" : state;
}
