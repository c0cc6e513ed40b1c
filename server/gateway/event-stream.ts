import type { Socket } from "node:net";
import { settings } from "@/lib/core/settings";

/** In the place of an event that waits: here the reader stopped hearing the room. */
const parting = Symbol("parting");
type Waiting = { items: (Buffer | typeof parting)[]; bytes: number };

/** A closed connection is not waited for longer than this. */
const lingerMs = 5000;

/**
 * One open event stream. The bytes of an event are encoded once and written to every reader's socket as they are: the
 * body has no length and no chunks (it ends with the connection), so one buffer fits all, HTTP/1.0 proxies included.
 */
export class EventStream {
  readonly rooms = new Set<number>();
  isOpen = true;
  /** What came before the hello. */
  private early: Buffer[] | null = [];
  /** Rooms whose earlier events are being read for this reader; what comes meanwhile waits here, in order. */
  private readonly held = new Map<number, Waiting>();

  constructor(
    private readonly socket: Socket,
    readonly userId: number,
    readonly sessionId: string,
    private readonly backlogBytes: number = settings.eventBacklogBytes,
    /** The person's display name. */
    readonly name: string = "",
  ) {}

  /** Writes the hello, then what came before it. */
  begin(hello: Buffer): void {
    const early = this.early ?? [];
    this.early = null;
    for (const bytes of [hello, ...early]) this.write(bytes);
  }

  /** Writes at once. A reader that does not read is dropped: it comes back and catches up by its cursor. */
  write(bytes: Buffer): void {
    if (!this.isOpen) return;
    if (this.early) this.early.push(bytes);
    else if (this.socket.writableLength + bytes.length > this.backlogBytes) this.drop();
    else this.socket.write(bytes);
  }

  private drop(): void {
    this.isOpen = false;
    this.socket.destroy();
  }

  /** Writes an event of a room, or keeps it until the room's earlier ones were written. */
  writeOfRoom(roomId: number, bytes: Buffer): void {
    const waiting = this.held.get(roomId);
    if (!waiting) return this.write(bytes);
    waiting.items.push(bytes);
    waiting.bytes += bytes.length;
    if (waiting.bytes > this.backlogBytes) this.drop();
  }

  hold(roomId: number): void {
    this.held.set(roomId, { items: [], bytes: 0 });
  }

  /** Writes what waited for the room; after a parting nothing more of it. */
  release(roomId: number): void {
    const items = this.held.get(roomId)?.items ?? [];
    this.held.delete(roomId);
    for (const item of items) {
      if (item === parting) {
        this.rooms.delete(roomId);
        return;
      }
      if (this.rooms.has(roomId)) this.write(item);
    }
  }

  /** Nothing of this room from now on. With `afterHeld`, what waits of it still comes first. */
  leave(roomId: number, afterHeld: boolean): void {
    const waiting = this.held.get(roomId);
    if (waiting && afterHeld) waiting.items.push(parting);
    else this.rooms.delete(roomId);
  }

  /** Resolves when most of what was written has left, or the connection is gone: how a replay keeps pace with its reader. */
  async drained(): Promise<void> {
    if (!this.isOpen || this.socket.writableLength < this.backlogBytes / 4) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.socket.off("drain", done).off("close", done);
        resolve();
      };
      this.socket.on("drain", done).on("close", done);
    });
  }

  /** A last word, then the end. */
  end(bytes: Buffer): void {
    if (!this.isOpen) return;
    this.early = null;
    this.write(bytes);
    this.isOpen = false;
    this.socket.destroySoon();
    setTimeout(() => this.socket.destroy(), lingerMs).unref();
  }
}

/** An event as the stream carries it. Room events also have an id, `room:version`, which a browser repeats when it reconnects. */
export function encodeEvent(event: { type: string; body?: unknown; room_id?: number; version?: number }): Buffer {
  const id = event.room_id === undefined ? "" : `id: ${event.room_id}:${event.version}\n`;
  return Buffer.from(`${id}data: ${JSON.stringify(event)}\n\n`);
}
