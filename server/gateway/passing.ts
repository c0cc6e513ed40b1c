import { settings } from "@/lib/core/settings";

/** Tells the readers of a room; answers how many there were. */
type Tell<T> = (roomId: number, items: readonly T[]) => number;
type Gathered<T> = { items: Map<number, T>; timer: NodeJS.Timeout };

/**
 * What passes and is told of people (who writes, who came), gathered by room: the first is told at once, what comes within
 * the next second is told together, of each person the last. In a room of thousands the pause grows with its readers, so
 * that it never costs more than so many lines a second.
 */
export class Passing<T extends { id: number }> {
  private readonly rooms = new Map<number, Gathered<T>>();

  /** @param max people told of at once; further ones are passed over */
  constructor(private readonly max: number, private readonly tell: Tell<T>) {}

  hear(roomId: number, item: T): void {
    const gathered = this.rooms.get(roomId);
    if (!gathered) return this.flush(roomId, [item]);
    if (gathered.items.size < this.max || gathered.items.has(item.id)) gathered.items.set(item.id, item);
  }

  private flush(roomId: number, items: readonly T[]): void {
    const readers = this.tell(roomId, items);
    if (readers === 0) return;
    const pauseMs = 1000 * Math.max(1, Math.ceil(readers / settings.passingLinesPerSecond));
    const timer = setTimeout(() => {
      const later = [...(this.rooms.get(roomId)?.items.values() ?? [])];
      this.rooms.delete(roomId);
      if (later.length > 0) this.flush(roomId, later);
    }, pauseMs);
    timer.unref();
    this.rooms.set(roomId, { items: new Map(), timer });
  }

  stop(): void {
    for (const { timer } of this.rooms.values()) clearTimeout(timer);
    this.rooms.clear();
  }
}
