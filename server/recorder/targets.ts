import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { RecorderReport, RecorderTarget } from "@/lib/platform/recorder/messages";

/** A target that lies this far behind is given up: about forty seconds at the highest rate. */
const mostWaitingBytes = 12 * 1024 * 1024;
const closeMs = 8_000;
const segmentSeconds = 2;
const listedSegments = 10;

/** What was encoded for the file goes on as it is; enough of it is looked at to know both streams. */
const input = "-hide_banner -nostdin -v error -progress pipe:1 -stats_period 0.5 -analyzeduration 3000000 -probesize 2000000 -f mpegts -i pipe:0 -map 0 -c copy".split(" ");

/** The arguments of the FFmpeg that sends to one target. For HLS, `live.m3u8` in the folder is what players open. */
export function targetArguments(target: RecorderTarget): string[] {
  if (target.kind === "rtmp") return [...input, "-f", "flv", "-flvflags", "no_duration_filesize", target.url];
  return [
    ...input, "-f", "hls", "-hls_time", String(segmentSeconds), "-hls_list_size", String(listedSegments),
    "-hls_flags", "delete_segments+independent_segments+temp_file", "-hls_segment_filename", "%06d.ts", "live.m3u8",
  ];
}

/** The end of what FFmpeg said, without the address: it carries the key of the stream. */
export function reasonOf(stderr: string, target: RecorderTarget): string {
  const said = target.kind === "rtmp" ? stderr.replaceAll(target.url, new URL(target.url).host) : stderr;
  return said.trim().split("\n").slice(-2).join(" ").slice(-300) || "it ended";
}

type State = { state: "live" } | { state: "failed"; reason: string };

/** One target, served by an FFmpeg of its own: whatever happens to it happens to no other. */
class Target {
  readonly #child: ChildProcess;
  readonly #closed: Promise<void>;
  #stderr = "";
  #isOver = false;
  #isClosing = false;

  constructor(ffmpegPath: string, private readonly target: RecorderTarget, private readonly tell: (state: State) => void) {
    const cwd = target.kind === "hls" ? target.dir : undefined;
    this.#child = spawn(ffmpegPath, targetArguments(target), { cwd, detached: true, stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stdin!.on("error", () => {});
    this.#child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.#stderr = (this.#stderr + text).slice(-4_000)));
    this.#watch(createInterface({ input: this.#child.stdout! }));
    this.#closed = new Promise((resolve) => {
      this.#child.once("error", (error) => (this.#fail(error.message), resolve()));
      this.#child.once("close", () => (this.#fail(reasonOf(this.#stderr, this.target)), resolve()));
    });
  }

  /** It is live when something has gone out. */
  #watch(lines: NodeJS.EventEmitter): void {
    const onLine = (line: string) => {
      if (!/^out_time_us=0*[1-9]/.test(line)) return;
      lines.off("line", onLine);
      if (!this.#isOver) this.tell({ state: "live" });
    };
    lines.on("line", onLine);
    lines.on("line", () => {});
  }

  #fail(reason: string): void {
    if (this.#isOver || this.#isClosing) return;
    this.#isOver = true;
    this.tell({ state: "failed", reason });
  }

  write(chunk: Buffer): void {
    if (this.#isOver) return;
    const stdin: Writable = this.#child.stdin!;
    stdin.write(chunk);
    if (stdin.writableLength <= mostWaitingBytes) return;
    this.#fail("it does not take what is sent");
    this.#child.kill("SIGKILL");
  }

  /** Lets it send what it has; one that does not come to an end is killed. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#child.stdin!.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), closeMs);
    await this.#closed;
    clearTimeout(timer);
  }
}

/** Hands the encoded stream on to all targets. It is always read to its end: the file must not wait for anybody. */
export class Targets {
  readonly #targets: Target[];

  constructor(ffmpegPath: string, targets: readonly RecorderTarget[], stream: Readable, report: (report: RecorderReport) => void) {
    this.#targets = targets.map((target, index) => new Target(ffmpegPath, target, (state) => report({ type: "target", index, ...state })));
    stream.on("data", (chunk: Buffer) => {
      for (const target of this.#targets) target.write(chunk);
    });
    stream.on("error", () => {});
  }

  async close(): Promise<void> {
    await Promise.all(this.#targets.map((target) => target.close()));
  }
}
