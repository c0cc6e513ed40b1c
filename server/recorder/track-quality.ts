import type { RemoteTrackPublication } from "@livekit/rtc-node";

/** LiveKit's `VideoQuality`. */
type Quality = 0 | 1 | 2;

/** The layer of a simulcast track that a tile needs; the usual layers are 320, 640 and 1280 wide. */
export function qualityFor(width: number): Quality {
  return width <= 320 ? 0 : width <= 640 ? 1 : 2;
}

type Ffi = { request: (request: { message: { case: "setRemoteTrackPublicationQuality"; value: { trackPublicationHandle: bigint; quality: Quality } } }) => unknown };

/**
 * Asks the server for a layer of a track. The library has no public call for it in 1.1.0, which is why package.json names
 * that version exactly; without an answer the largest layer comes, which costs more and changes nothing else.
 */
export function askForQuality(publication: RemoteTrackPublication, width: number): void {
  const { _ffiClientInstance: ffi } = globalThis as { _ffiClientInstance?: Ffi };
  try {
    ffi?.request({ message: { case: "setRemoteTrackPublicationQuality", value: { trackPublicationHandle: publication.ffiHandle.handle, quality: qualityFor(width) } } });
  } catch (error) {
    console.error("the quality of a track could not be chosen:", error);
  }
}
