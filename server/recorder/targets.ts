import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { RecorderReport, RecorderTarget } from "@/lib/platform/recorder/messages";

/** A target that lies this far behind is given up: about forty seconds at the highest rate. */
const mostWaitingBytes = 12 * 1024 * 1024;
const closeMs = 8_000;
const segmentSeconds = 2;
const listedSegments = 10;
/** How long a service may take no bytes and send none that are due. */
const silentMs = 15_000;
/** Where systems keep whom they trust; without one of these FFmpeg's TLS asks its own. */
const certificateFiles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/** Before each try to reach a service again that was live; the last wait is repeated. Together about four minutes. */
const waitsMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const mostTries = 12;
/** Live for so long, its next loss is a new one. */
const steadyMs = 20_000;

/** What was encoded for the file goes on as it is; enough of it is looked at to know both streams. */
const input = "-hide_banner -nostdin -v error -progress pipe:1 -stats_period 0.5 -analyzeduration 3000000 -probesize 2000000 -f mpegts -i pipe:0 -map 0 -c copy".split(" ");

/** One that takes the connection and says nothing is given up, and one that is not who it is called gets nothing: FFmpeg checks neither by itself. */
function guarded(url: string): string[] {
  const authorities = certificateFiles.find((file) => existsSync(file));
  const verified = ["-tls_verify", "1", ...(authorities ? ["-ca_file", authorities] : [])];
  return ["-rw_timeout", String(silentMs * 1000), ...(url.startsWith("rtmps:") ? verified : [])];
}

/** The arguments of the FFmpeg that sends to one target. For HLS, `live.m3u8` in the folder is what players open; `goesOn`: behind what is in it. */
export function targetArguments(target: RecorderTarget, goesOn = false): string[] {
  if (target.kind === "rtmp") return [...input, ...guarded(target.url), "-f", "flv", "-flvflags", "no_duration_filesize", target.url];
  return [
    ...input, "-f", "hls", "-hls_time", String(segmentSeconds), "-hls_list_size", String(listedSegments),
    "-hls_flags", `delete_segments+independent_segments+temp_file${goesOn ? "+append_list+discont_start" : ""}`, "-hls_segment_filename", "%06d.ts", "live.m3u8",
  ];
}

/** The end of what FFmpeg said, without the address: it carries the key of the stream. */
export function reasonOf(stderr: string, target: RecorderTarget): string {
  const said = target.kind === "rtmp" ? stderr.replaceAll(target.url, new URL(target.url).host) : stderr;
  return said.trim().split("\n").slice(-2).join(" ").slice(-300) || "it ended";
}

/** `live`: something has gone out; `end`: it sends no more, told once and not where it was closed. */
type Sent = { live: () => void; end: (reason: string) => void };

/** One FFmpeg that sends to a target. */
class Sending {
  readonly #child: ChildProcess;
  readonly #closed: Promise<void>;
  #stderr = "";
  #isOver = false;

  constructor(ffmpegPath: string, private readonly target: RecorderTarget, goesOn: boolean, private readonly sent: Sent) {
    const cwd = target.kind === "hls" ? target.dir : undefined;
    this.#child = spawn(ffmpegPath, targetArguments(target, goesOn), { cwd, detached: true, stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stdin!.on("error", () => {});
    this.#child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.#stderr = (this.#stderr + text).slice(-4_000)));
    this.#watch(createInterface({ input: this.#child.stdout! }));
    this.#closed = new Promise((resolve) => {
      this.#child.once("error", (error) => (this.#end(error.message), resolve()));
      this.#child.once("close", () => (this.#end(reasonOf(this.#stderr, this.target)), resolve()));
    });
  }

  #watch(lines: NodeJS.EventEmitter): void {
    const onLine = (line: string) => {
      if (!/^out_time_us=0*[1-9]/.test(line)) return;
      lines.off("line", onLine);
      if (!this.#isOver) this.sent.live();
    };
    lines.on("line", onLine);
    lines.on("line", () => {});
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.sent.end(reason);
  }

  write(chunk: Buffer): void {
    if (this.#isOver) return;
    const stdin: Writable = this.#child.stdin!;
    stdin.write(chunk);
    if (stdin.writableLength <= mostWaitingBytes) return;
    this.#child.kill("SIGKILL");
    this.#end("it does not take what is sent");
  }

  /** Lets it send what it has; one that does not come to an end is killed. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#child.stdin!.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), closeMs);
    await this.#closed;
    clearTimeout(timer);
  }
}

type State = { state: "live" } | { state: "reconnecting" | "failed"; reason: string };

/**
 * One target, served by an FFmpeg of its own: whatever happens to it happens to no other. What was live and is lost is
 * tried again by itself, with longer and longer waits; what never was, only when somebody wants it.
 */
class Target {
  #sending: Sending | null = null;
  #timer: NodeJS.Timeout | null = null;
  #wasLive = false;
  #liveAt = Infinity;
  #tries = 0;
  #isClosing = false;

  constructor(private readonly ffmpegPath: string, private readonly target: RecorderTarget, private readonly tell: (state: State) => void) {
    this.#begin();
  }

  #begin(): void {
    this.#timer = null;
    this.#sending = new Sending(this.ffmpegPath, this.target, this.#wasLive, { live: () => this.#noteLive(), end: (reason) => this.#lose(reason) });
  }

  #noteLive(): void {
    this.#wasLive = true;
    this.#liveAt = performance.now();
    this.tell({ state: "live" });
  }

  #lose(reason: string): void {
    this.#sending = null;
    if (this.#isClosing) return;
    if (performance.now() - this.#liveAt > steadyMs) this.#tries = 0;
    this.#liveAt = Infinity;
    if (!this.#wasLive || this.#tries >= mostTries) {
      this.#tries = 0;
      return this.tell({ state: "failed", reason });
    }
    this.tell({ state: "reconnecting", reason });
    this.#timer = setTimeout(() => this.#begin(), waitsMs[Math.min(this.#tries, waitsMs.length - 1)]!);
    this.#tries += 1;
  }

  /** Somebody wants it tried again; nothing where that is done already. */
  retry(): void {
    if (!this.#sending && !this.#timer && !this.#isClosing) this.#begin();
  }

  write(chunk: Buffer): void {
    this.#sending?.write(chunk);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#sending?.close();
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

  /** Tries one again that was given up. @param index its place in the order */
  retry(index: number): void {
    this.#targets[index]?.retry();
  }

  async close(): Promise<void> {
    await Promise.all(this.#targets.map((target) => target.close()));
  }
}
