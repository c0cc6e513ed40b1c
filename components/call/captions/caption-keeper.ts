import { settings } from "@/lib/core/settings";

/** What the server takes as words: one line, no signs that steer, no half of a letter. */
const clean = (text: string) => text.replace(/[\p{Cc}\s]+/gu, " ").slice(0, settings.captionMaxLength).replace(/\p{Surrogate}/gu, "").trim();

type Sentence = { id: string; text: string; startedAtMs: number; endedAtMs: number };

const retryMs = 5000;
const gatherMs = 1000;

/** Hands one's own finished sentences to the server, which keeps them with the call; again after a loss, and never another's. */
export class CaptionKeeper {
  private queue: Sentence[] = [];
  /** A transcriber may say the end of a sentence twice: in LiveKit's newer way and in its older one. */
  private readonly known = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isSending = false;
  private isStopped = false;

  constructor(private readonly slug: string) {}

  add(sentence: Sentence): void {
    const text = clean(sentence.text);
    if (this.isStopped || text === "" || this.known.has(sentence.id)) return;
    this.known.add(sentence.id);
    this.queue.push({ ...sentence, text });
    this.later(gatherMs);
  }

  stop(): void {
    clearTimeout(this.timer);
    // Leaving the call ends the right to it: what is here goes now or not at all.
    void this.send();
    this.isStopped = true;
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), ms);
  }

  private async send(): Promise<void> {
    const nowMs = Date.now();
    this.queue = this.queue.filter(({ startedAtMs }) => nowMs - startedAtMs < settings.captionMaxAgeMs);
    const batch = this.queue.slice(0, settings.captionsPerRequest);
    if (this.isSending || batch.length === 0) return;
    this.isSending = true;
    const segments = batch.map(({ id, text, startedAtMs, endedAtMs }) => ({ id, text, ago_ms: Math.max(0, Math.round(nowMs - startedAtMs)), duration_ms: Math.min(settings.captionMaxDurationMs, Math.max(0, Math.round(endedAtMs - startedAtMs))) }));
    let isDone = false;
    try {
      const response = await fetch(`/api/rooms/${encodeURIComponent(this.slug)}/call/captions/`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ segments }), keepalive: true });
      // A refusal stays one; only a busy or lost server is asked again.
      isDone = response.ok || (response.status < 500 && response.status !== 429);
    } catch {
      isDone = false;
    }
    this.isSending = false;
    if (isDone) this.queue = this.queue.filter((each) => !batch.includes(each));
    if (!this.isStopped && this.queue.length > 0) this.later(isDone ? gatherMs : retryMs);
  }
}
