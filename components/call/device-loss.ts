import { LocalTrackPublication, RoomEvent, Track, TrackEvent, type LocalTrack, type Room } from "livekit-client";
import { failureOf, type DeviceFailure, type DeviceKind } from "@/components/call/open-device";

/** A device that was on is gone: another took its place, or nothing did. */
export type DeviceLoss = { kind: DeviceKind } & ({ device: string } | { failure: DeviceFailure });

const kindOf: Partial<Record<Track.Source, DeviceKind>> = { [Track.Source.Microphone]: "microphone", [Track.Source.Camera]: "camera" };
const inputOf = { microphone: "audioinput", camera: "videoinput" } as const;

/** What LiveKit made of the end of a track: it runs again on another device, or is silent now. */
function outcomeOf(track: LocalTrack): Promise<"restarted" | "muted"> {
  return new Promise((resolve) => {
    track.once(TrackEvent.Restarted, () => resolve("restarted"));
    track.once(TrackEvent.Muted, () => resolve("muted"));
  });
}

/** Tries the other devices of the kind, one after the other. @throws what the last one threw */
async function turnToAnother(room: Room, kind: DeviceKind, lostId: string | undefined): Promise<void> {
  const others = (await navigator.mediaDevices.enumerateDevices()).filter((each) => each.kind === inputOf[kind] && each.deviceId !== "" && each.deviceId !== lostId && each.deviceId !== "default");
  let last: unknown = new DOMException("", "NotFoundError");
  for (const { deviceId } of others) {
    try {
      await room.switchActiveDevice(inputOf[kind], deviceId, true);
      await (kind === "microphone" ? room.localParticipant.setMicrophoneEnabled(true) : room.localParticipant.setCameraEnabled(true));
      return;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/**
 * Watches for a microphone or camera that is unplugged, or taken away, while it is on. LiveKit tries the browser's own
 * choice first; then the others are tried; `onLoss` tells what came of it. @returns what ends the watch
 */
export function watchDevices(room: Room, onLoss: (loss: DeviceLoss) => void): () => void {
  const lost = async (track: LocalTrack, kind: DeviceKind) => {
    const lostId = await track.getDeviceId(false);
    try {
      if ((await outcomeOf(track)) === "muted") await turnToAnother(room, kind, lostId);
      const now = room.localParticipant.getTrackPublication(track.source)?.track?.mediaStreamTrack;
      onLoss({ kind, device: now?.label ?? "" });
    } catch (error) {
      onLoss({ kind, failure: failureOf(error) });
    }
  };
  const watched = new Map<LocalTrack, () => void>();
  const watch = ({ track }: LocalTrackPublication) => {
    const kind = track && kindOf[track.source];
    if (!track || !kind || watched.has(track)) return;
    // What is off when it is unplugged is missed when it is turned on again.
    const end = () => void (!track.isMuted && lost(track, kind));
    track.on(TrackEvent.Ended, end);
    watched.set(track, end);
  };
  for (const publication of room.localParticipant.trackPublications.values()) if (publication instanceof LocalTrackPublication) watch(publication);
  room.on(RoomEvent.LocalTrackPublished, watch);
  return () => {
    room.off(RoomEvent.LocalTrackPublished, watch);
    for (const [track, end] of watched) track.off(TrackEvent.Ended, end);
  };
}
