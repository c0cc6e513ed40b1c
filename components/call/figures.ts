import { LocalVideoTrack, RemoteAudioTrack, RemoteVideoTrack, type Participant, type Room, type Track, type TrackPublication } from "livekit-client";

/** What one track is like at this moment. Losses are counted since it began. */
export type TrackFigures = { key: string; name: string; isOwn: boolean; source: Track.Source; kilobitsPerSecond: number; width?: number; height?: number; packetsLost?: number };

async function detailsOf({ track }: TrackPublication): Promise<Pick<TrackFigures, "width" | "height" | "packetsLost">> {
  if (track instanceof LocalVideoTrack) {
    const layers = await track.getSenderStats();
    const largest = layers.reduce((best, layer) => ((layer.frameHeight ?? 0) > (best?.frameHeight ?? 0) ? layer : best), layers[0]);
    return { width: largest?.frameWidth, height: largest?.frameHeight, packetsLost: largest?.packetsLost };
  }
  if (track instanceof RemoteVideoTrack) {
    const stats = await track.getReceiverStats();
    return { width: stats?.frameWidth, height: stats?.frameHeight, packetsLost: stats?.packetsLost };
  }
  if (track instanceof RemoteAudioTrack) return { packetsLost: (await track.getReceiverStats())?.packetsLost };
  return {};
}

/** What goes over the line for every track that is sent or received now, one's own first. */
export async function readFigures(room: Room): Promise<TrackFigures[]> {
  const people: Participant[] = [room.localParticipant, ...room.remoteParticipants.values()];
  const publications = people.flatMap((person) => [...person.trackPublications.values()].map((publication) => ({ person, publication })));
  const running = publications.filter(({ publication }) => publication.track && !publication.isMuted);
  return Promise.all(
    running.map(async ({ person, publication }) => ({
      key: `${person.identity}-${publication.trackSid}`,
      name: person.name || person.identity,
      isOwn: person.isLocal,
      source: publication.source,
      kilobitsPerSecond: Math.round((publication.track?.currentBitrate ?? 0) / 1000),
      ...(await detailsOf(publication)),
    })),
  );
}
