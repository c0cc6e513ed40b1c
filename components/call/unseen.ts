import { RemoteVideoTrack, RoomEvent, type RemoteTrack, type Room } from "livekit-client";

/** Tiles of a page show their pictures well before this. */
const settleMs = 1000;

/**
 * LiveKit stops fetching a picture when its last element goes, and does not begin with one of which there never was any:
 * whoever sits on a later page came over the line all the same. An element that comes and goes tells it so.
 */
function rest(track: RemoteVideoTrack): void {
  if (track.attachedElements.length === 0) track.detach(track.attach());
}

/** Keeps pictures that nothing shows off the line. @returns what ends it */
export function holdUnseen(room: Room): () => void {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const note = (track: RemoteTrack | undefined) => {
    if (!(track instanceof RemoteVideoTrack)) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      rest(track);
    }, settleMs);
    timers.add(timer);
  };
  for (const person of room.remoteParticipants.values()) for (const { track } of person.trackPublications.values()) note(track as RemoteTrack | undefined);
  room.on(RoomEvent.TrackSubscribed, note);
  return () => {
    room.off(RoomEvent.TrackSubscribed, note);
    for (const timer of timers) clearTimeout(timer);
  };
}
