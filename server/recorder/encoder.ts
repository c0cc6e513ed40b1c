import { spawn, type ChildProcess } from "node:child_process";
import { open } from "node:fs/promises";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import type { RecorderOrder } from "@/lib/platform/recorder/messages";
import { sampleRate } from "@/server/recorder/mixer";
import { framesPerSecond } from "@/server/recorder/pace";

const stderrLimitChars = 8_000;
const closeMs = 15_000;
/** A fragment can be played once it is there: this is the most that a cut of power takes. */
const keyFrameSeconds = 2;

/** Input is what it is said to be: nothing is read ahead to find out. (`nobuffer` would lose the first frame.) */
const asGiven = ["-probesize", "32", "-analyzeduration", "0"];

/** Each picture comes with its moment, see `matroska.ts`. */
const pictureInput = [...asGiven, "-fpsprobesize", "0", "-thread_queue_size", "2", "-f", "matroska", "-i", "pipe:3"];
const soundInput = [...asGiven, "-thread_queue_size", "64", "-f", "s16le", "-ar", String(sampleRate), "-ac", "1", "-i", "pipe:4"];

const pictureCodec = [
  ..."-c:v libx264 -preset veryfast -tune zerolatency -crf 25 -maxrate 2500k -bufsize 5000k -threads 1 -pix_fmt yuv420p".split(" "),
  ...["-g", String(framesPerSecond * keyFrameSeconds), "-keyint_min", String(framesPerSecond * keyFrameSeconds), "-sc_threshold", "0"],
  // What does not come is not made up: a slow machine, and a picture in which nothing changes, have fewer frames.
  ...["-vsync", "passthrough", "-enc_time_base:v", `1:${framesPerSecond}`, "-force_key_frames", `expr:gte(t,n_forced*${keyFrameSeconds})`],
  // What WebRTC's pictures are, so that players need not guess by the size.
  ..."-color_range tv -colorspace smpte170m -color_primaries bt709 -color_trc bt709".split(" "),
];
const soundCodec = "-c:a aac -b:a 96k".split(" ");

/** Sound alone has no key frames: its fragments end by the clock. */
function fragmentOptions(mode: RecorderOrder["mode"]): [name: string, value: string][] {
  const byClock: [string, string][] = mode === "audio_only" ? [["frag_duration", String(keyFrameSeconds * 1_000_000)]] : [];
  return [["movflags", "+frag_keyframe+empty_moov+default_base_moof"], ["flush_packets", "1"], ...byClock];
}

/** Where it goes: the file alone, or also, encoded once, to descriptor 5 for those who send it on. */
function outputArguments({ file, mode, targets }: EncoderOrder): string[] {
  const options = fragmentOptions(mode);
  if (targets.length === 0) return [...options.flatMap(([name, value]) => [`-${name}`, value]), "-f", "mp4", `file:${file}`];
  const forFile = `[f=mp4:${options.map(([name, value]) => `${name}=${value}`).join(":")}]file:${file.replace(/[\\'|]/g, "\\$&")}`;
  return ["-flags", "+global_header", "-f", "tee", `${forFile}|[f=mpegts:onfail=ignore:flush_packets=1]pipe:5`];
}

type EncoderOrder = Pick<RecorderOrder, "file" | "mode" | "targets">;

/** The arguments of FFmpeg. */
export function encoderArguments(order: EncoderOrder): string[] {
  const quiet = ["-hide_banner", "-nostdin", "-v", "error", "-y"];
  const streams = order.mode === "audio_only" ? [...soundInput, "-map", "0:a", ...soundCodec] : [...pictureInput, ...soundInput, "-map", "0:v", "-map", "1:a", ...pictureCodec, ...soundCodec];
  return [...quiet, ...streams, ...outputArguments(order)];
}

export type EncoderFailure = "disk_full" | "encoder_failed";

/** What FFmpeg's last words mean. */
export function failureOf(stderr: string): EncoderFailure {
  return /No space left on device|Disk quota exceeded|File too large/i.test(stderr) ? "disk_full" : "encoder_failed";
}

/**
 * FFmpeg, fed with raw pictures and sound. It leads a group of its own and has no death signal: when this process is
 * killed, its pipes end, and it finishes the file.
 */
export class Encoder {
  readonly #child: ChildProcess;
  #stderr = "";
  #isClosing = false;
  /** Null where only the sound is recorded. */
  readonly pictures: Writable | null;
  readonly sound: Writable;
  /** What was encoded, as an MPEG transport stream; null where nobody is to get it. */
  readonly stream: Readable | null;
  /** Settles when FFmpeg is gone: null where it did what it was asked for. */
  readonly ended: Promise<EncoderFailure | null>;

  constructor(order: EncoderOrder & Pick<RecorderOrder, "ffmpegPath">, onFailure: (failure: EncoderFailure) => void) {
    const withPicture = order.mode !== "audio_only";
    // Raw sound comes over descriptor 4 in every mode.
    const stdio = ["ignore", "ignore", "pipe", withPicture ? "pipe" : "ignore", "pipe", order.targets.length > 0 ? "pipe" : "ignore"] as const;
    this.#child = spawn(order.ffmpegPath, encoderArguments(order), { cwd: path.dirname(order.file), detached: true, stdio: [...stdio] });
    const pipes = this.#child.stdio as unknown as ((Readable & Writable) | null)[];
    this.pictures = pipes[3] ?? null;
    this.sound = pipes[4]!;
    this.stream = pipes[5] ?? null;
    this.#child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-stderrLimitChars);
      process.stderr.write(`ffmpeg: ${text}`);
    });
    // An encoder that is gone breaks its pipes; why is told when it has closed.
    for (const pipe of [this.pictures, this.sound]) pipe?.on("error", () => {});
    this.ended = new Promise((resolve) => {
      const settle = (failure: EncoderFailure | null) => {
        resolve(failure);
        if (!this.#isClosing) onFailure(failure ?? "encoder_failed");
      };
      this.#child.once("error", () => settle("encoder_failed"));
      this.#child.once("close", (code) => settle(code === 0 ? null : failureOf(this.#stderr)));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Ends the file. One that does not come to an end by itself is ended, then killed. */
  async close(): Promise<EncoderFailure | null> {
    this.#isClosing = true;
    this.pictures?.end();
    this.sound.end();
    const timers = (["SIGINT", "SIGKILL"] as const).map((signal, index) => setTimeout(() => this.#child.kill(signal), closeMs + index * 5_000));
    try {
      return await this.ended;
    } finally {
      timers.forEach(clearTimeout);
    }
  }
}

/** Whether a fragmented MP4 has a fragment: before, there is nothing to play. Reads the heads of its first boxes only. */
export async function hasFragment(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => null);
  if (!handle) return false;
  try {
    const head = Buffer.alloc(8);
    for (let at = 0; (await handle.read(head, 0, 8, at)).bytesRead === 8; ) {
      if (head.toString("latin1", 4) === "moof") return true;
      const size = head.readUInt32BE(0);
      if (size < 8) return false;
      at += size;
    }
    return false;
  } finally {
    await handle.close();
  }
}
