import { Track, type Room } from "livekit-client";

const lookMs = 100;
/** A call in which nobody shows anything begins with its sound, and one in which nobody sends anything begins all the same. */
const soundAloneMs = 1_500;
const atLatestMs = 10_000;

function hasPublished(room: Room, kind: Track.Kind): boolean {
  return [...room.remoteParticipants.values()].some((person) => [...person.trackPublications.values()].some((each) => each.kind === kind && !each.isMuted));
}

const isDrawn = () => [...document.querySelectorAll("video")].some((video) => video.videoWidth > 0 && video.currentTime > 0);

/** Waits until there is something to be seen, or to be heard where nobody shows anything or nothing is to be seen. @returns what ends it */
export function watchFirstPicture(room: Room, isSoundEnough: boolean, begin: () => void): () => void {
  const since = performance.now();
  const timer = setInterval(() => {
    const waited = performance.now() - since;
    const isSoundAlone = hasPublished(room, Track.Kind.Audio) && (isSoundEnough || (waited > soundAloneMs && !hasPublished(room, Track.Kind.Video)));
    if (!isDrawn() && !isSoundAlone && waited < atLatestMs) return;
    clearInterval(timer);
    begin();
  }, lookMs);
  return () => clearInterval(timer);
}
