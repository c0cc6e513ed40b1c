import type { RemoteTrack, RemoteTrackPublication } from "@livekit/rtc-node";

/*
 * What the library has no public call for in 1.1.0, which is why package.json names that version exactly. Without an
 * answer a recording goes on: it costs more, or a voice is a little beside its picture.
 */

/** LiveKit's `VideoQuality`. */
type Quality = 0 | 1 | 2;
type Inbound = { jitterBufferDelay?: number; jitterBufferEmittedCount?: bigint };
type Stats = { stats?: { case?: string; value?: { inbound?: Inbound } } };
type FfiEvent = { message: { case?: string; value: { asyncId?: bigint } } };
type Ffi = {
  request: (request: { message: { case: string; value: Record<string, unknown> } }) => { asyncId?: bigint };
  waitFor: (isIt: (event: FfiEvent) => boolean, options: { signal: AbortSignal }) => Promise<{ stats?: Stats[] }>;
};

const ffi = () => (globalThis as { _ffiClientInstance?: Ffi })._ffiClientInstance;
const answerMs = 2_000;

/** The layer of a simulcast track that a tile needs; the usual layers are 320, 640 and 1280 wide. */
function qualityFor(width: number): Quality {
  return width <= 320 ? 0 : width <= 640 ? 1 : 2;
}

/** Asks the server for the layer of a track that a tile of this width needs. */
export function askForQuality(publication: RemoteTrackPublication, width: number): void {
  try {
    ffi()?.request({ message: { case: "setRemoteTrackPublicationQuality", value: { trackPublicationHandle: publication.ffiHandle.handle, quality: qualityFor(width) } } });
  } catch (error) {
    console.error("the quality of a track could not be chosen:", error);
  }
}

/** How long all samples or frames of a track together were kept back until now, in seconds, and how many they were. */
export type KeptBack = { seconds: number; count: number };

/** Asks WebRTC how long it keeps back what comes of a track; null where it does not say. */
export async function readKeptBack(track: RemoteTrack): Promise<KeptBack | null> {
  try {
    const client = ffi()!;
    const { asyncId } = client.request({ message: { case: "getStats", value: { trackHandle: track.ffi_handle.handle } } });
    const answer = await client.waitFor(({ message }) => message.case === "getStats" && message.value.asyncId === asyncId, { signal: AbortSignal.timeout(answerMs) });
    const inbound = answer.stats?.find(({ stats }) => stats?.case === "inboundRtp")?.stats?.value?.inbound;
    return inbound ? { seconds: inbound.jitterBufferDelay ?? 0, count: Number(inbound.jitterBufferEmittedCount ?? 0) } : null;
  } catch {
    // The track is gone, or the answer did not come.
    return null;
  }
}
