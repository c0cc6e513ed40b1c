import { Track, type Room } from "livekit-client";

export type SoundShared = "shared" | "closed" | "silent";

/** Whether this browser can hand a page the sound of a tab or of the machine. */
export function canShareSound(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function" && !/Firefox\/|Version\/.*Safari/.test(navigator.userAgent);
}

/**
 * Shares the sound of a tab or of the machine without its picture. Browsers give sound only together with a picture, which
 * ends here before anything of it is sent. `closed`: the browser's own window was closed; `silent`: no sound was given.
 */
export async function shareSound(room: Room): Promise<SoundShared> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  } catch {
    // Whoever closes the window that asks has changed their mind.
    return "closed";
  }
  for (const picture of stream.getVideoTracks()) picture.stop();
  const [sound] = stream.getAudioTracks();
  if (!sound) return "silent";
  try {
    const { track } = await room.localParticipant.publishTrack(sound, { source: Track.Source.ScreenShareAudio, name: "sound", dtx: false, red: false, audioPreset: { maxBitrate: 96_000 } });
    sound.addEventListener("ended", () => track && void room.localParticipant.unpublishTrack(track), { once: true });
  } catch (error) {
    sound.stop();
    throw error;
  }
  return "shared";
}

/** Ends the sound that is shared without a picture; where there is none, nothing. */
export async function stopSound(room: Room): Promise<void> {
  const track = room.localParticipant.getTrackPublication(Track.Source.ScreenShareAudio)?.track;
  if (track) await room.localParticipant.unpublishTrack(track, true);
}
