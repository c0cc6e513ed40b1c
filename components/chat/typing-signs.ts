import { settings } from "@/lib/core/settings";

/**
 * When a browser tells that its person writes: every few seconds while they do, and not while so many others are seen to
 * write that one more changes nothing of what anybody reads. So a room where hundreds write costs what one costs where
 * a few do.
 */
export class TypingSigns {
  private toldMs = -Infinity;
  private readonly others = new Map<number, number>();

  /** Others who write, as the room is told. */
  hear(ids: readonly number[], nowMs: number): void {
    for (const id of ids) this.others.set(id, nowMs + 1000 * settings.typingLastsSeconds);
  }

  /** Whether to tell now; it counts as told. An empty field is the end: the next beginning is told at once. */
  takeTurn(text: string, nowMs: number): boolean {
    if (text.trim() === "") {
      this.toldMs = -Infinity;
      return false;
    }
    for (const [id, untilMs] of this.others) if (untilMs <= nowMs) this.others.delete(id);
    if (nowMs - this.toldMs < 1000 * settings.typingAgainSeconds || this.others.size >= settings.typistsTold) return false;
    this.toldMs = nowMs;
    return true;
  }
}
