import { localNow, type ServerClock } from "@/components/call/watch/clock";
import { correctionOf, hardSeconds } from "@/components/call/watch/correction";
import { positionAt } from "@/lib/calls/constants";
import type { Shown } from "@/lib/calls/contract";

const everyMs = 250;
/** Jumps that lie further back do not count as the same trouble. */
const forgetJumpsMs = 30_000;
/** A jump that takes longer says more of the network than of this machine. */
const longestLeadMs = 1200;
/** A standing video is the same picture for all: a little more exact than a moving one. */
const standingSeconds = 0.05;
/** The last picture of a video is a little before its end. */
const endSeconds = 0.1;

const events = ["loadedmetadata", "canplay", "seeked", "pause", "play"] as const;

/** A browser that waits for a touch before it lets sound out says it so. */
const isHeldBack = (error: unknown) => error instanceof DOMException && error.name === "NotAllowedError";

/**
 * Keeps a media element where everyone is: plays, stands and jumps as the state says, mends what is off. One that has
 * nothing to show waits for its data and catches up; nobody else waits for it.
 */
export class Follower {
  private isStarting = false;
  private jumpedMs = -Infinity;
  private leadMs = 0;
  private jumps: number[] = [];
  private readonly timer: ReturnType<typeof setInterval>;

  /** `onHeld` hears that the browser keeps the sound back: the picture goes on without. */
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly clock: ServerClock,
    private shown: Shown,
    private readonly onHeld: () => void,
  ) {
    for (const event of events) video.addEventListener(event, this.follow);
    video.addEventListener("playing", this.landed);
    this.timer = setInterval(this.follow, everyMs);
  }

  stop(): void {
    clearInterval(this.timer);
    for (const event of events) this.video.removeEventListener(event, this.follow);
    this.video.removeEventListener("playing", this.landed);
  }

  /** A new wish of whoever steers: what went before says nothing about this machine. */
  take(shown: Shown): void {
    if (shown.at !== this.shown.at || shown.playing !== this.shown.playing) {
      this.jumpedMs = -Infinity;
      this.jumps = [];
    }
    this.shown = shown;
    this.follow();
  }

  private readonly follow = () => {
    const { video, shown } = this;
    if (video.readyState < HTMLMediaElement.HAVE_METADATA) return;
    const end = Math.max(0, (Number.isFinite(video.duration) ? video.duration : Infinity) - endSeconds);
    const target = Math.min(positionAt(shown, this.clock.at(localNow())) / 1000, end);
    if (!shown.playing || target >= end) this.standAt(target);
    else if (video.paused) this.startAt(target);
    else if (!video.seeking && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) this.correct(target);
  };

  private standAt(seconds: number): void {
    const { video } = this;
    if (!video.paused) video.pause();
    if (!video.seeking && Math.abs(video.currentTime - seconds) > standingSeconds) this.jump(seconds);
  }

  /** From afar it starts at its place; close by it starts at once and catches up softly. */
  private startAt(seconds: number): void {
    const { video } = this;
    if (!video.seeking && Math.abs(video.currentTime - seconds) > hardSeconds) this.jump(seconds + this.leadMs / 1000);
    if (!this.isStarting) void this.start();
  }

  private async start(): Promise<void> {
    this.isStarting = true;
    try {
      await this.video.play();
    } catch (error) {
      // A pause right after a play ends it too, and is no trouble.
      if (isHeldBack(error) && !this.video.muted) {
        this.video.muted = true;
        this.onHeld();
      }
    } finally {
      this.isStarting = false;
    }
  }

  private correct(target: number): void {
    const { video } = this;
    const now = performance.now();
    const recentSeeks = Math.max(0, this.jumps.filter((ms) => now - ms < forgetJumpsMs).length - 1);
    const correction = correctionOf({ target, actual: video.currentTime, sinceSeek: (now - this.jumpedMs) / 1000, recentSeeks });
    if (correction.kind === "seek") this.jump(target + this.leadMs / 1000);
    else if (video.playbackRate !== correction.rate) video.playbackRate = correction.rate;
  }

  private jump(seconds: number): void {
    const now = performance.now();
    this.jumpedMs = now;
    this.jumps = [...this.jumps.filter((ms) => now - ms < forgetJumpsMs), now];
    this.video.playbackRate = 1;
    this.video.currentTime = seconds;
  }

  /** It plays on after a jump: the next one aims as far ahead as this one took. */
  private readonly landed = () => {
    const tookMs = performance.now() - this.jumpedMs;
    if (tookMs < 2 * longestLeadMs) this.leadMs = Math.min(longestLeadMs, (this.leadMs + tookMs) / 2);
  };
}
