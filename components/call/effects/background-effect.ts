import type { Track, TrackProcessor, VideoProcessorOptions } from "livekit-client";
import type { Processor } from "@/components/call/effects/background-processor";
import { EffectError, type Look } from "@/components/call/effects/kinds";

/** The camera that the background is put on; the element is LiveKit's own, or the preview's. */
type Source = Omit<VideoProcessorOptions, "kind">;

/** The heavy part: fetched when somebody turns a background on. */
const load = () => import("@/components/call/effects/background-processor");

/**
 * A background as LiveKit takes it: begun with the camera and before anything is sent. It loads its code by itself, and one
 * thing after the other, whatever is asked of it meanwhile.
 */
export class BackgroundEffect implements TrackProcessor<Track.Kind.Video, VideoProcessorOptions> {
  readonly name = "background";
  processedTrack?: MediaStreamTrack;
  #inner: Processor | null = null;
  #work: Promise<unknown> = Promise.resolve();

  /** @param onFrame told how long each picture took, in milliseconds */
  constructor(
    private look: Look,
    private readonly onFrame: (milliseconds: number) => void,
  ) {}

  init = (source: Source): Promise<void> =>
    this.#next(async () => {
      try {
        const { createProcessor, spare, videoKind } = await load();
        await spare(source.track);
        this.#inner = await createProcessor(this.look, this.onFrame);
        await this.#inner.init({ ...source, kind: videoKind });
        this.processedTrack = this.#inner.processedTrack;
      } catch (error) {
        await this.#end();
        // Nothing of this camera is to be seen without its background: it goes off.
        source.track.stop();
        throw new EffectError("The background did not begin.", { cause: error });
      }
    });

  restart = (source: Source): Promise<void> =>
    this.#next(async () => {
      const { spare, videoKind } = await load();
      await spare(source.track);
      await this.#inner?.restart({ ...source, kind: videoKind });
      this.processedTrack = this.#inner?.processedTrack;
    });

  destroy = (): Promise<void> => this.#next(() => this.#end());

  /** @throws EffectError when the new one cannot be had; the one before stays */
  change(look: Look): Promise<void> {
    return this.#next(async () => {
      try {
        if (this.#inner) await (await load()).changeLook(this.#inner, look);
        this.look = look;
      } catch (error) {
        throw new EffectError("The background could not be changed.", { cause: error });
      }
    });
  }

  async #end(): Promise<void> {
    const ended = this.#inner;
    this.#inner = null;
    this.processedTrack = undefined;
    await ended?.destroy();
  }

  #next<Result>(run: () => Promise<Result>): Promise<Result> {
    const next = this.#work.then(run);
    this.#work = next.catch(() => undefined);
    return next;
  }
}
