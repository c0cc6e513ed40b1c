import { TrackSource, type ParticipantPermission, type VideoGrant } from "livekit-server-sdk";
import { mediaSources, type MediaSource } from "@/lib/calls/contract";

/** The sound of a shared screen goes with its picture. */
const tracksOf: Record<MediaSource, readonly TrackSource[]> = {
  microphone: [TrackSource.MICROPHONE],
  camera: [TrackSource.CAMERA],
  screen: [TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO],
};

/** The source that a track belongs to; null for what no person sends. */
export function sourceOfTrack(track: TrackSource): MediaSource | null {
  return mediaSources.find((source) => tracksOf[source].includes(track)) ?? null;
}

/** LiveKit takes an empty list as "everything": who may send nothing has no right to publish at all. */
function publishing(sources: readonly MediaSource[]) {
  return { canPublish: sources.length > 0, canPublishSources: mediaSources.filter((source) => sources.includes(source)).flatMap((source) => tracksOf[source]) };
}

/** What a person may do in a call. LiveKit replaces permissions as a whole, so every field is always written. */
export function permissionOf(sources: readonly MediaSource[]) {
  return {
    ...publishing(sources),
    canSubscribe: true,
    canPublishData: true,
    canUpdateMetadata: false,
    hidden: false,
    recorder: false,
    agent: false,
    canSubscribeMetrics: false,
    canManageAgentSession: false,
  } satisfies Partial<ParticipantPermission>;
}

/** The same as what a token grants. */
export function grantOf(sources: readonly MediaSource[]): VideoGrant {
  return {
    ...publishing(sources),
    canSubscribe: true,
    canPublishData: true,
    // Names, hands and roles shown to others come from the server, never from the person's browser.
    canUpdateOwnMetadata: false,
    hidden: false,
    recorder: false,
    // Moderation goes through the app: this grant would let the holder call LiveKit's own API.
    roomAdmin: false,
  };
}

/** The sources that a permission in LiveKit allows. */
export function sourcesIn(permission: Pick<ParticipantPermission, "canPublish" | "canPublishSources"> | undefined): MediaSource[] {
  if (!permission?.canPublish) return [];
  const { canPublishSources: tracks } = permission;
  return tracks.length === 0 ? [...mediaSources] : mediaSources.filter((source) => tracksOf[source].every((track) => tracks.includes(track)));
}
