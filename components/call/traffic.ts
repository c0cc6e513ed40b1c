import { RoomEvent, Track, VideoPresets, VideoQuality, type Room } from "livekit-client";
import type { Receiving, Sending, Traffic } from "@/components/call/choices";

const resolutions = { high: VideoPresets.h720.resolution, medium: VideoPresets.h360.resolution, low: VideoPresets.h180.resolution } satisfies Record<Sending, unknown>;

/** The size in which the camera is asked for. */
export function resolutionOf(sending: Sending) {
  return resolutions[sending];
}

/** Asks for smaller pictures of others, or for all they give. Those that are not shown at all are not fetched anyway. */
function receive(room: Room, receiving: Receiving): void {
  const quality = receiving === "full" ? VideoQuality.HIGH : VideoQuality.LOW;
  for (const person of room.remoteParticipants.values()) person.getTrackPublication(Track.Source.Camera)?.setVideoQuality(quality);
}

/** Keeps to what was chosen for pictures of others, also those that begin later. @returns what ends it */
export function holdReceiving(room: Room, receiving: Receiving): () => void {
  const apply = () => receive(room, receiving);
  apply();
  room.on(RoomEvent.TrackSubscribed, apply);
  return () => {
    room.off(RoomEvent.TrackSubscribed, apply);
  };
}

/** Sends the camera in another size from now on. The track begins anew, since its layers are made from its first size. @throws whatever the camera throws */
export async function changeSending(room: Room, sending: Traffic["send"]): Promise<void> {
  const resolution = resolutionOf(sending);
  room.options.videoCaptureDefaults = { ...room.options.videoCaptureDefaults, resolution };
  const { localParticipant } = room;
  const track = localParticipant.getTrackPublication(Track.Source.Camera)?.track;
  if (!track) return;
  const wasOn = localParticipant.isCameraEnabled;
  await localParticipant.unpublishTrack(track.mediaStreamTrack);
  if (wasOn) await localParticipant.setCameraEnabled(true);
}
