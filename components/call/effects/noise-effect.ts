import type { AudioProcessorOptions, Track, TrackProcessor } from "livekit-client";
import { EffectError } from "@/components/call/effects/kinds";
import { effectsPath } from "@/lib/core/effects";

/** What the network was trained for. */
const sampleRate = 48_000;
const workletName = "NoiseSuppressorWorklet";

/** Takes noise out of a voice before it is sent: RNNoise in a worklet, beside the page's own work. */
export class NoiseEffect implements TrackProcessor<Track.Kind.Audio, AudioProcessorOptions> {
  readonly name = "noise";
  processedTrack?: MediaStreamTrack;
  #context: AudioContext | null = null;

  async init({ track }: Pick<AudioProcessorOptions, "track">): Promise<void> {
    const context = new AudioContext({ sampleRate });
    this.#context = context;
    try {
      await context.audioWorklet.addModule(`${effectsPath}/noise/${workletName}`);
      const source = context.createMediaStreamSource(new MediaStream([track]));
      // The worklet hears one channel.
      const node = new AudioWorkletNode(context, workletName, { channelCount: 1, channelCountMode: "explicit", outputChannelCount: [1] });
      const target = context.createMediaStreamDestination();
      source.connect(node).connect(target);
      await context.resume();
      this.processedTrack = target.stream.getAudioTracks()[0];
    } catch (error) {
      await this.destroy();
      throw new EffectError("Noise suppression did not begin.", { cause: error });
    }
  }

  async restart(options: AudioProcessorOptions): Promise<void> {
    await this.destroy();
    await this.init(options);
  }

  async destroy(): Promise<void> {
    const context = this.#context;
    this.#context = null;
    this.processedTrack?.stop();
    this.processedTrack = undefined;
    if (context && context.state !== "closed") await context.close();
  }
}
