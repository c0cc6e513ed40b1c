import { randomUUID } from "node:crypto";
import { settings } from "@/lib/core/settings";
import { readRoomEvents, type StoredEvent } from "@/lib/events/feed";
import { roomsTopic } from "@/lib/events/room-events";
import { broadcast, CentrifugoAwayError, centrifugoTimeoutMs, CentrifugoRefusedError } from "@/lib/platform/centrifugo/api";
import { subscribe, type BusItem } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import { personalChannel } from "@/lib/relay/policy";
import { dropLease, holdLease, movePlace, readBehind, readMembers, readTurns } from "@/lib/relay/places";
import { tell, turnOf } from "@/lib/relay/recipients";

type Options = { sweepSeconds?: number; leaseSeconds?: number; pauseMs?: number };
type Behind = { roomId: number; after: number; version: number };

/** Another process has the lease: whatever is left to do is its own. */
class LeaseLostError extends Error {}

/**
 * Hands the events of rooms on to Centrifugo: each at least once, of a room in its order, from the rows that the product
 * has of them anyway. One process does so at a time; a bus that wakes makes it quick, a sweep makes it certain. A place
 * in the database says how far a room has come, so nothing is lost while Centrifugo, or this process, is away.
 */
export class Relay {
  private readonly owner = randomUUID();
  private readonly moved = new Set<number>();
  private isSweepDue = true;
  private isAway = false;
  /** Until when this process may hand on, by its own clock; earlier than the lease ends, by the time that a request may take. */
  private heldUntilMs = 0;
  private heldSinceMs = 0;
  private pausedUntilMs = 0;
  /** Rooms of which Centrifugo refused something, and when they are tried again. */
  private readonly refused = new Map<number, { untilMs: number; pauseMs: number }>();
  private running: Promise<void> | null = null;
  private isStopped = false;
  private sweeping: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private unsubscribe = () => {};
  private readonly leaseSeconds: number;
  private readonly firstPauseMs: number;
  private pauseMs: number;

  constructor(private readonly options: Options = {}) {
    this.leaseSeconds = options.leaseSeconds ?? settings.relayLeaseSeconds;
    this.firstPauseMs = options.pauseMs ?? 1000;
    this.pauseMs = this.firstPauseMs;
  }

  async start(): Promise<void> {
    this.unsubscribe = await subscribe({ onItems: (items) => this.hear(items), onReset: () => this.sweep() });
    this.sweeping = setInterval(() => this.sweep(), (this.options.sweepSeconds ?? settings.eventSweepSeconds) * 1000);
    this.sweeping.unref();
    this.sweep();
  }

  /** Lets what is under way end, and the next process begin. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.unsubscribe();
    clearInterval(this.sweeping);
    clearTimeout(this.retry);
    await this.running;
    await dropLease(this.owner);
  }

  private hear(items: readonly BusItem[]): void {
    // Whoever takes over looks at all rooms.
    if (this.heldUntilMs === 0) return;
    for (const [topic, payload] of items) if (topic === roomsTopic) this.moved.add((payload as [number, number])[0]);
    if (this.moved.size > 0) this.run();
  }

  private sweep(): void {
    this.isSweepDue = true;
    this.run();
  }

  private run(): void {
    if (this.running || this.isStopped || performance.now() < this.pausedUntilMs) return;
    this.running = this.work()
      .catch((error: unknown) => this.noteFailure(error))
      .finally(() => {
        this.running = null;
        if (this.moved.size > 0 && this.heldUntilMs > 0) this.run();
      });
  }

  private async work(): Promise<void> {
    if (!(await this.keepLease())) {
      this.moved.clear();
      this.isSweepDue = false;
      return;
    }
    while ((this.isSweepDue || this.moved.size > 0) && !this.isStopped) {
      const ids = this.isSweepDue ? null : [...this.moved];
      this.isSweepDue = false;
      this.moved.clear();
      const now = performance.now();
      const behind = (await readBehind(ids)).filter(({ roomId }) => (this.refused.get(roomId)?.untilMs ?? 0) <= now);
      await this.handOnAll(behind);
    }
  }

  /** Several rooms at once, each in its own order. */
  private async handOnAll(rooms: Behind[]): Promise<void> {
    const waiting = rooms.values();
    const lane = async () => {
      for (const room of waiting) if (!this.isStopped) await this.handOnRoom(room);
    };
    const results = await Promise.allSettled(Array.from({ length: settings.relayRoomsAtOnce }, lane));
    for (const result of results) if (result.status === "rejected") throw result.reason;
    if (this.isAway && rooms.length > 0) log.info("Centrifugo is back");
    if (rooms.length > 0) [this.isAway, this.pauseMs] = [false, this.firstPauseMs];
  }

  private async handOnRoom({ roomId, after, version }: Behind): Promise<void> {
    for (let place = after; place < version && !this.isStopped; ) {
      if (!(await this.keepLease())) throw new LeaseLostError();
      const events = await readRoomEvents([{ roomId, afterVersion: place }], settings.relayEventsAtOnce);
      if (events.length > 0 && !(await this.handOn(roomId, events))) return;
      // Without rows left they are forgotten: older than any reader's memory.
      place = events.at(-1)?.version ?? version;
      if (!(await movePlace(this.owner, roomId, place))) throw new LeaseLostError();
    }
    this.refused.delete(roomId);
  }

  /** False when Centrifugo refused one: this room waits, others go on. */
  private async handOn(roomId: number, events: readonly StoredEvent[]): Promise<boolean> {
    const before = (events[0]?.version ?? 1) - 1;
    // In this order: of everybody who is a member by now the coming is read as well.
    const members = await readMembers(roomId);
    const turns = (await readTurns(roomId, before)).flatMap((event) => turnOf(event) ?? []);
    for (const event of events) {
      try {
        for (const { userIds, event: told } of tell(event, members, turns)) await this.send(userIds, told, `${roomId}:${event.version}`);
      } catch (error) {
        if (!(error instanceof CentrifugoRefusedError)) throw error;
        this.noteRefusal(roomId, event, error);
        await movePlace(this.owner, roomId, event.version - 1);
        return false;
      }
    }
    return true;
  }

  private async send(userIds: readonly number[], event: { type: string; body: unknown }, key: string): Promise<void> {
    for (let from = 0; from < userIds.length; from += settings.relayChannelsAtOnce) {
      if (performance.now() > this.heldUntilMs && !(await this.keepLease())) throw new LeaseLostError();
      await broadcast(userIds.slice(from, from + settings.relayChannelsAtOnce).map(personalChannel), event, key);
    }
  }

  /** Whether this process may hand on now; asks the database a few times within a lease only. */
  private async keepLease(): Promise<boolean> {
    const now = performance.now();
    if (now < this.heldUntilMs && now < this.heldSinceMs + (this.leaseSeconds * 1000) / 4) return true;
    this.heldUntilMs = 0;
    if (!(await holdLease(this.owner, this.leaseSeconds))) return false;
    this.heldSinceMs = now;
    this.heldUntilMs = now + this.leaseSeconds * 1000 - 2 * centrifugoTimeoutMs;
    return true;
  }

  private noteRefusal(roomId: number, { version, type }: StoredEvent, error: Error): void {
    const pauseMs = Math.min((this.refused.get(roomId)?.pauseMs ?? this.firstPauseMs / 2) * 2, settings.relayPauseMaxSeconds * 1000);
    this.refused.set(roomId, { untilMs: performance.now() + pauseMs, pauseMs });
    log.error({ err: error, roomId, version, type }, "an event could not be handed on; its room waits until it can");
  }

  private noteFailure(error: unknown): void {
    this.isSweepDue = true;
    if (error instanceof LeaseLostError) return void (this.heldUntilMs = 0);
    if (!this.isAway || !(error instanceof CentrifugoAwayError)) log.warn({ err: error }, "events could not be handed on; they are kept and tried again");
    this.isAway ||= error instanceof CentrifugoAwayError;
    this.pausedUntilMs = performance.now() + this.pauseMs;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.run(), this.pauseMs + 1);
    this.retry.unref();
    this.pauseMs = Math.min(this.pauseMs * 2, settings.relayPauseMaxSeconds * 1000);
  }
}
