import { createInterface } from "node:readline";
import { AudioFrame, AudioSource, dispose, LocalAudioTrack, LocalVideoTrack, Room, TrackPublishOptions, TrackSource, VideoBufferType, VideoFrame, VideoSource } from "@livekit/rtc-node";

/*
 * People of a large call in one process of its own, each with a connection, a picture and a microphone that is silent
 * until it is told to speak: a browser for each of them would be more than a test machine can carry. Started by
 * `crowd.ts`; hears lines (`keys <json>`, `speak <index>`, `quiet`, `write <json>`) and answers `READY` when all of them
 * are inside.
 */

/** `sendsNothing`: without a picture and a microphone, as a program that only listens. */
type Key = { url: string; token: string; sendsNothing?: boolean };
/** One caption as LiveKit's agents send it. `as` is the identity that the sender claims to be. */
type Written = { index: number; as: string; text: string; attributes: Record<string, string> };

const [width, height] = [160, 96];
const framesPerSecond = 4;
const sampleRate = 16_000;
const samplesPerFrame = sampleRate / 10;

/** One colour a person, a little lighter from frame to frame, so that each picture is a new one. */
function paint(index: number, turn: number): VideoFrame {
  const luma = width * height;
  const data = new Uint8Array(luma * 1.5);
  data.fill(60 + ((turn * 8) % 120), 0, luma);
  data.fill((index * 37) % 256, luma, luma * 1.25);
  data.fill((index * 91) % 256, luma * 1.25);
  return new VideoFrame(data, width, height, VideoBufferType.I420);
}

/** A tenth of a second of a voice-like tone, or of silence. */
function sound(isLoud: boolean, at: number): AudioFrame {
  const data = new Int16Array(samplesPerFrame);
  if (isLoud) for (let i = 0; i < samplesPerFrame; i += 1) data[i] = 12_000 * Math.sin((2 * Math.PI * 220 * (at * samplesPerFrame + i)) / sampleRate) * (0.6 + 0.4 * Math.sin(at));
  return new AudioFrame(data, sampleRate, 1, samplesPerFrame);
}

class Robot {
  readonly room = new Room();
  readonly #picture = new VideoSource(width, height);
  readonly #voice = new AudioSource(sampleRate, 1);
  isSpeaking = false;

  constructor(readonly index: number) {}

  async enter({ url, token, sendsNothing }: Key): Promise<void> {
    await this.room.connect(url, token, { autoSubscribe: false, dynacast: true });
    if (sendsNothing) return;
    const me = this.room.localParticipant!;
    await me.publishTrack(LocalVideoTrack.createVideoTrack("camera", this.#picture), new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA, simulcast: false }));
    await me.publishTrack(LocalAudioTrack.createAudioTrack("microphone", this.#voice), new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }));
    this.#show(0);
    void this.#talk();
  }

  #show(turn: number): void {
    this.#picture.captureFrame(paint(this.index, turn));
    setTimeout(() => this.#show(turn + 1), 1000 / framesPerSecond);
  }

  /** Each frame waits for room in the queue of the one before. */
  async #talk(): Promise<void> {
    for (let at = 0; ; at += 1) await this.#voice.captureFrame(sound(this.isSpeaking, at));
  }
}

const robots: Robot[] = [];

async function write({ index, as, text, attributes }: Written): Promise<void> {
  const writer = await robots[index]!.room.localParticipant!.streamText({ topic: "lk.transcription", senderIdentity: as, attributes });
  await writer.write(text);
  await writer.close();
}

async function obey(line: string): Promise<void> {
  const [command, ...rest] = line.split(" ");
  const value = rest.join(" ");
  if (command === "keys") {
    for (const [index, key] of (JSON.parse(value) as Key[]).entries()) {
      const robot = new Robot(index);
      robots.push(robot);
      await robot.enter(key);
    }
    process.stdout.write("READY\n");
  }
  if (command === "write") await write(JSON.parse(value) as Written);
  if (command === "speak" || command === "quiet") for (const robot of robots) robot.isSpeaking = command === "speak" && robot.index === Number(value);
}

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => void obey(line).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
}));
// Whoever started them is gone, or does not need them any more.
lines.on("close", () => void Promise.all(robots.map((robot) => robot.room.disconnect())).then(() => dispose()).finally(() => process.exit(0)));
