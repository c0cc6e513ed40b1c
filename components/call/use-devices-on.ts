"use client";

import { RoomEvent, Track, type Participant, type Room, type TrackPublication } from "livekit-client";
import { useEffect, useRef, type RefObject } from "react";

export type DevicesOn = { microphone: boolean; camera: boolean };

/**
 * Which devices are on, as they were last while there was a call: when it ends its tracks are gone. Whoever comes back
 * must not send what they, or a host, had turned off since they joined.
 */
export function useDevicesOn(room: Room): RefObject<DevicesOn> {
  const on = useRef<DevicesOn>({ microphone: false, camera: false });
  useEffect(() => {
    const note = ({ source, isMuted }: TrackPublication, participant: Participant = room.localParticipant) => {
      if (participant !== room.localParticipant) return;
      if (source === Track.Source.Microphone) on.current.microphone = !isMuted;
      if (source === Track.Source.Camera) on.current.camera = !isMuted;
    };
    const events = [RoomEvent.LocalTrackPublished, RoomEvent.TrackMuted, RoomEvent.TrackUnmuted] as const;
    for (const event of events) room.on(event, note);
    return () => {
      for (const event of events) room.off(event, note);
    };
  }, [room]);
  return on;
}
