import { stat } from "node:fs/promises";
import type { RecorderEnding, RecorderOrder, RecorderReport } from "@/lib/platform/recorder/messages";
import { Encoder, hasFragment } from "@/server/recorder/encoder";
import { FrameWriter } from "@/server/recorder/frame-writer";
import { Listener } from "@/server/recorder/listener";
import { canvasHeight, canvasWidth } from "@/server/recorder/layout";
import { cushionMs, Mixer, sampleRate } from "@/server/recorder/mixer";
import { Backlog, due, framesPerSecond, middleFrame, PictureRate, samplesPerFrame } from "@/server/recorder/pace";
import { People } from "@/server/recorder/people";
import { pictureBytes } from "@/server/recorder/picture";
import { PictureThread } from "@/server/recorder/picture-thread";
import { Targets } from "@/server/recorder/targets";
import { totalUsage } from "@/server/recorder/usage";

const tickMs = 20;
const progressMs = 5_000;
const watchFileMs = 100;
/** One that is drawn, one that is written, the one that may be repeated, and one between. */
const pictureCount = 4;
/** Pictures wait as long as voices do in the mixer. */
const pictureDelayMs = cushionMs + 20;
const drainMs = 20_000;

/** One recording, from the room to the file. */
export class Recording {
  readonly #people: People;
  readonly #mixer = new Mixer();
  readonly #rate = new PictureRate();
  readonly #backlog = new Backlog();
  readonly #listener: Listener;
  #thread: PictureThread | null = null;
  #encoder: Encoder | null = null;
  #targets: Targets | null = null;
  #writer: FrameWriter | null = null;
  #startedAt = 0;
  #samples = 0;
  /** Up to which frame pictures have been asked for. */
  #frames = 0;
  #rendering: Promise<void> | null = null;
  #hasChanged = false;
  #lastSeenAt = performance.now();
  readonly #end: (reason: RecorderEnding) => void;
  readonly #ended: Promise<RecorderEnding>;

  constructor(private readonly order: RecorderOrder, private readonly threadFile: URL, private readonly report: (report: RecorderReport) => void) {
    let end: (reason: RecorderEnding) => void = () => {};
    this.#ended = new Promise((resolve) => (end = resolve));
    this.#end = end;
    this.#people = new People(order.mode);
    this.#listener = new Listener(this.#people, order.mode !== "audio_only", {
      onChange: () => (this.#hasChanged = true),
      onFrame: (sid, frame, turns, lagMs) => this.#thread?.addFrame(sid, frame, turns, performance.now() + lagMs),
      onSound: (sid, samples) => this.#mixer.add(sid, samples),
      onSoundEnd: (sid) => this.#mixer.remove(sid),
      onSpeakers: (identities) => this.#hear(identities),
      onEnd: (reason) => this.#end(reason),
    });
  }

  /** Ends it for a reason from outside; the first reason counts. */
  end(reason: RecorderEnding): void {
    this.#end(reason);
  }

  /** Sends once more to a target that has failed. */
  retryTarget(index: number): void {
    this.#targets?.retry(index);
  }

  /** Records until something ends it. @returns whether the file can be played */
  async run(): Promise<boolean> {
    try {
      await this.#listener.connect(this.order.url, this.order.token);
    } catch (error) {
      console.error("the room could not be entered:", error);
      this.report({ type: "ended", reason: "could_not_connect", seconds: 0 });
      return false;
    }
    this.report({ type: "connected" });
    this.#start();
    const timers = [setInterval(() => this.#tick(performance.now()), tickMs), setInterval(() => void this.#progress(), progressMs)];
    const watch = setInterval(() => void this.#watchFile(watch), watchFileMs);
    const reason = await this.#ended;
    for (const timer of [...timers, watch]) clearInterval(timer);
    const failure = await this.#finish();
    this.report({ type: "ended", reason: reason === "asked" && failure ? failure : reason, seconds: this.#seconds });
    await this.#listener.leave().catch((error: unknown) => console.error("the room could not be left in order:", error));
    return hasFragment(this.order.file);
  }

  get #seconds(): number {
    return this.#samples / sampleRate;
  }

  #start(): void {
    const { order } = this;
    this.#encoder = new Encoder(order, (failure) => this.#end(failure));
    if (this.#encoder.stream) this.#targets = new Targets(order.ffmpegPath, order.targets, this.#encoder.stream, this.report);
    if (this.#encoder.pictures) {
      const pictures = Array.from({ length: pictureCount }, () => new Uint8Array(pictureBytes(canvasWidth, canvasHeight)));
      this.#writer = new FrameWriter(this.#encoder.pictures, pictures);
      this.#thread = new PictureThread(this.threadFile, { ffmpegPath: order.ffmpegPath }, (error) => {
        console.error("the thread that draws has failed:", error);
        this.#end("encoder_failed");
      });
    }
    this.#startedAt = performance.now();
    if (this.#people.loudest !== null) this.report({ type: "speakers", at: 0, identity: this.#people.loudest });
    this.#hasChanged = true;
  }

  #tick(now: number): void {
    if (this.#hasChanged) this.#arrange();
    const { frames, samples } = due(now - this.#startedAt);
    this.#writeSound(samples);
    this.#draw(frames, now);
    if (this.#people.count > 0 || this.#listener.isReconnecting) this.#lastSeenAt = now;
    else if (now - this.#lastSeenAt > this.order.emptySeconds * 1_000) this.#end("room_empty");
    if (this.#writer && this.#backlog.isHopeless(frames - 1 - this.#writer.written, now)) this.#end("too_slow");
  }

  /** Who is drawn where, and so whose pictures are wanted, and how large. */
  #arrange(): void {
    this.#hasChanged = false;
    if (!this.#thread) return;
    const tiles = this.#people.tiles();
    this.#thread.setTiles(tiles);
    this.#listener.show(new Map(tiles.flatMap(({ sid, box }) => (sid === null ? [] : [[sid, box.width] as const]))));
  }

  #hear(identities: string[]): void {
    if (this.#people.hear(identities) && this.#encoder) this.report({ type: "speakers", at: this.#seconds, identity: this.#people.loudest! });
    this.#hasChanged = true;
  }

  /** After the machine was asleep there is much to write; it is written in parts of a second. */
  #writeSound(samples: number, atLeast = (sampleRate * tickMs) / 1_000): void {
    while (samples - this.#samples >= atLeast) {
      const { buffer } = this.#mixer.mix(Math.min(samples - this.#samples, sampleRate));
      this.#encoder!.sound.write(new Uint8Array(buffer));
      this.#samples += buffer.byteLength / 2;
    }
  }

  #draw(frames: number, now: number): void {
    const count = frames - this.#frames;
    if (!this.#thread || !this.#writer || this.#rendering || count < this.#rate.step) return;
    const picture = this.#writer.borrow();
    if (!picture) return;
    // The file begins with a picture, however late the first one is.
    const frame = this.#frames === 0 ? 0 : middleFrame(frames, count);
    this.#frames = frames;
    if (this.#rate.note(count, now)) console.error(`now ${(framesPerSecond / this.#rate.step).toFixed(1)} pictures a second`);
    this.#rendering = this.#render(picture, now - pictureDelayMs, frame).finally(() => (this.#rendering = null));
  }

  async #render(picture: Uint8Array, at: number, frame: number): Promise<void> {
    // A thread that has failed has said so, and the recording ends.
    const answer = await this.#thread!.render(picture, at).catch(() => null);
    if (!answer) return;
    if (answer.hasChanged) return this.#writer!.push(answer.picture, frame);
    this.#writer!.giveBack(answer.picture);
    this.#writer!.repeat(frame);
  }

  async #progress(): Promise<void> {
    const [usage, bytes] = await Promise.all([totalUsage(this.#encoder?.pid), this.#fileSize()]);
    this.report({ type: "progress", seconds: this.#seconds, bytes, ...usage });
  }

  async #fileSize(): Promise<number> {
    return (await stat(this.order.file).catch(() => null))?.size ?? 0;
  }

  /** The file has its head when the encoder has taken the first picture and sound. */
  async #watchFile(timer: NodeJS.Timeout): Promise<void> {
    if ((await this.#fileSize()) === 0) return;
    clearInterval(timer);
    this.report({ type: "recording" });
  }

  /** Makes picture and sound equally long, and closes the file. */
  async #finish(): Promise<"disk_full" | "encoder_failed" | null> {
    const encoder = this.#encoder!;
    await Promise.race([this.#rendering, encoder.ended]);
    if (this.#writer && this.#frames > 0) {
      const frames = Math.max(this.#frames, Math.ceil(this.#samples / samplesPerFrame));
      this.#writer.repeat(frames - 1, true);
      this.#writeSound(frames * samplesPerFrame, 1);
      await Promise.race([this.#writer.drain(), encoder.ended, new Promise((resolve) => setTimeout(resolve, drainMs).unref())]);
    }
    await this.#thread?.stop();
    const failure = await encoder.close();
    await this.#targets?.close();
    return failure;
  }
}
