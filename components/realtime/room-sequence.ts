import type { RoomWireEvent } from "@/components/realtime/wire";

/** Events after a version, as `GET /api/rooms/<id>/events/` answers them. */
export type MissedEvents = { events: RoomWireEvent[]; lost: boolean; more: boolean };

type Options = {
  /** The version that what is shown already contains. */
  seen: number;
  fetchMissed: (after: number) => Promise<MissedEvents>;
  onEvent: (event: RoomWireEvent) => void;
  /** Some events are no longer kept: reload what is shown, then `restart` from the version of that. */
  onLost: () => void;
  /** How long to wait before a failed fetch is tried again. */
  retryMs?: number;
};

/**
 * One room's events, each once and in order, whatever the stream does: what was seen is dropped, what comes early waits,
 * and a hole is fetched. The version that counts is the room's own, so nothing depends on which connection brought it.
 */
export class RoomSequence {
  private seen: number;
  private readonly early = new Map<number, RoomWireEvent>();
  /** The highest version that we know to exist. */
  private known: number;
  private isFetching = false;
  private isLost = false;
  private isStopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: Options) {
    this.seen = options.seen;
    this.known = options.seen;
  }

  /** Takes an event from the stream. */
  offer(event: RoomWireEvent): void {
    if (event.version <= this.seen || this.isSilent()) return;
    this.known = Math.max(this.known, event.version);
    this.early.set(event.version, event);
    this.deliver();
    if (this.early.size > 0) void this.fill();
  }

  /** Learns that the room stands at `version`, e.g. from a hello: what is missing is fetched. */
  catchUp(version: number): void {
    this.known = Math.max(this.known, version);
    if (this.known > this.seen) void this.fill();
  }

  /** Goes on after what is shown was reloaded. */
  restart(seen: number): void {
    if (this.isStopped) return;
    this.isLost = false;
    this.seen = seen;
    for (const version of this.early.keys()) if (version <= seen) this.early.delete(version);
    this.deliver();
    this.catchUp(this.known);
  }

  /** Nothing is passed on from now on. */
  stop(): void {
    clearTimeout(this.timer);
    this.isStopped = true;
  }

  private isSilent(): boolean {
    return this.isLost || this.isStopped;
  }

  private deliver(): void {
    for (let next = this.early.get(this.seen + 1); next; next = this.early.get(this.seen + 1)) {
      this.early.delete(next.version);
      this.seen = next.version;
      this.options.onEvent(next);
    }
  }

  private async fill(): Promise<void> {
    if (this.isFetching || this.isSilent()) return;
    this.isFetching = true;
    clearTimeout(this.timer);
    try {
      while (this.seen < this.known && !this.isSilent()) {
        const missed = await this.options.fetchMissed(this.seen);
        if (this.isSilent()) return;
        if (missed.lost) {
          this.isLost = true;
          this.options.onLost();
          return;
        }
        for (const event of missed.events) if (event.version > this.seen) this.early.set(event.version, event);
        const before = this.seen;
        this.deliver();
        // An answer that brings nothing forward would be asked for again at once, and again.
        if (this.seen === before && !missed.more) break;
      }
    } catch {
      if (!this.isStopped) this.timer = setTimeout(() => void this.fill(), this.options.retryMs ?? 3000);
    } finally {
      this.isFetching = false;
    }
  }
}
