import { RoomEvent, Track, type Room } from "livekit-client";
import { discardKept, keepRecording } from "@/components/call/recording/local-store";

/** Written to disk so often: no more is lost with the page. */
const partMs = 4_000;
/** What browsers write, the best first: VP9 has half the bytes of VP8 at this picture. */
const types = ["video/webm;codecs=vp9,opus", "video/webm;codecs=vp8,opus", "video/mp4;codecs=avc1,mp4a.40.2", "video/webm", "video/mp4"];
const bitsPerSecond = { videoBitsPerSecond: 2_500_000, audioBitsPerSecond: 128_000 };

type Wishes = { preferCurrentTab?: boolean; selfBrowserSurface?: "include"; surfaceSwitching?: "exclude"; monitorTypeSurfaces?: "exclude" };

function typeHere(): string | undefined {
  return typeof MediaRecorder === "undefined" ? undefined : types.find((each) => MediaRecorder.isTypeSupported(each));
}

/** Asks the person to show this tab. @throws what getDisplayMedia throws, also where they say no */
export function askForPicture(): Promise<MediaStream> {
  const wishes: DisplayMediaStreamOptions & Wishes = { video: { frameRate: 25, displaySurface: "browser" } as MediaTrackConstraints, audio: false, preferCurrentTab: true, selfBrowserSurface: "include", surfaceSwitching: "exclude", monitorTypeSurfaces: "exclude" };
  return navigator.mediaDevices.getDisplayMedia(wishes);
}

/** Everything that is heard in the call and one's own microphone as one track; who comes later is in it too. */
function mixSound(room: Room): { track: MediaStreamTrack; stop: () => void } {
  const context = new AudioContext();
  const mixed = context.createMediaStreamDestination();
  // Where nobody sends a sound there would be none at all, not silence: and a recorder waits for it before it writes anything.
  const silence = new ConstantSourceNode(context, { offset: 0 });
  silence.connect(mixed);
  silence.start();
  const sources = new Map<string, MediaStreamAudioSourceNode>();
  const mix = () => {
    const publications = [room.localParticipant, ...room.remoteParticipants.values()].flatMap((person) => [...person.trackPublications.values()]);
    const heard = new Map(publications.flatMap(({ track }) => (track?.kind === Track.Kind.Audio ? [[track.mediaStreamTrack.id, track.mediaStreamTrack] as const] : [])));
    for (const [id, node] of sources) {
      if (heard.has(id)) continue;
      node.disconnect();
      sources.delete(id);
    }
    for (const [id, track] of heard) {
      if (sources.has(id)) continue;
      const node = context.createMediaStreamSource(new MediaStream([track]));
      node.connect(mixed);
      sources.set(id, node);
    }
  };
  // A muted microphone is a track of silence; one that was turned on again may be another track.
  const events = [RoomEvent.TrackSubscribed, RoomEvent.TrackUnsubscribed, RoomEvent.LocalTrackPublished, RoomEvent.LocalTrackUnpublished, RoomEvent.TrackUnmuted] as const;
  for (const event of events) room.on(event, mix);
  mix();
  return {
    track: mixed.stream.getAudioTracks()[0]!,
    stop: () => {
      for (const event of events) room.off(event, mix);
      void context.close();
    },
  };
}

/** Why it ended: because it should, or because no more of it could be written. `nothing`: there is nothing of it. */
type Ending = "asked" | "not_kept" | "nothing";
export type LocalRecorder = { /** A second time changes nothing. */ stop: () => void; /** Resolves when all of it is kept. */ ended: Promise<Ending> };

/** Records a picture with the sound of the call into this browser's own files. */
export async function recordHere(room: Room, picture: MediaStream, facts: { id: string; slug: string; roomName: string }): Promise<LocalRecorder> {
  const type = typeHere() ?? "video/webm";
  const kept = await keepRecording({ ...facts, startedAt: new Date().toISOString(), type });
  const sound = mixSound(room);
  const recorder = new MediaRecorder(new MediaStream([...picture.getVideoTracks(), sound.track]), { mimeType: type, ...bitsPerSecond });
  let reason: Ending = "asked";
  let writing = Promise.resolve();
  let bytes = 0;
  const stop = () => {
    if (recorder.state !== "inactive") recorder.stop();
  };
  recorder.ondataavailable = ({ data }) => {
    if (data.size === 0) return;
    bytes += data.size;
    // One after the other: a gap in the middle would spoil what comes after it.
    writing = writing
      .then(() => (reason === "asked" ? kept.add(data) : undefined))
      .catch(() => {
        reason = "not_kept";
        stop();
      });
  };
  const ended = new Promise<Ending>((resolve) => {
    recorder.onstop = () => {
      sound.stop();
      for (const track of picture.getTracks()) track.stop();
      void writing.then(() => {
        kept.done();
        if (bytes === 0) void discardKept(kept.key);
        resolve(bytes === 0 ? "nothing" : reason);
      });
    };
  });
  // The browser's own button ends it as well.
  picture.getVideoTracks()[0]?.addEventListener("ended", stop);
  recorder.start(partMs);
  return { stop, ended };
}
