import { facingModeFromLocalTrack, Track, type LocalVideoTrack, type Room } from "livekit-client";
import { rememberChoices } from "@/components/call/choices";

/** Where the camera looks. One with a background in front of it does not say so itself: what it was asked for does. */
export function facingOf(track: LocalVideoTrack): "user" | "environment" {
  const asked = track.constraints.facingMode;
  return asked === "environment" || asked === "user" ? asked : facingModeFromLocalTrack(track).facingMode === "environment" ? "environment" : "user";
}

/**
 * Takes the other camera: on phones the one that looks the other way, elsewhere the next one of the list. @throws whatever
 * the camera throws
 */
export async function flipCamera(room: Room, cameras: readonly MediaDeviceInfo[]): Promise<void> {
  const track = room.localParticipant.getTrackPublication(Track.Source.Camera)?.videoTrack as LocalVideoTrack | undefined;
  if (!track || track.isMuted) return;
  const knowsDirection = track.mediaStreamTrack.getSettings().facingMode !== undefined || track.constraints.facingMode !== undefined;
  if (knowsDirection) {
    const { facingMode: _before, deviceId: _device, ...kept } = track.constraints;
    await track.restartTrack({ ...(kept as object), facingMode: facingOf(track) === "user" ? "environment" : "user" });
    return;
  }
  const used = await track.getDeviceId(false);
  const next = cameras[(cameras.findIndex(({ deviceId }) => deviceId === used) + 1) % cameras.length];
  if (!next) return;
  await room.switchActiveDevice("videoinput", next.deviceId);
  rememberChoices({ cameraId: next.deviceId });
}
