import type { Typist } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";

/** Tells the readers of a room; answers how many there were. */
type Tell = (roomId: number, typists: readonly Typist[]) => number;
type Gathered = { typists: Map<number, Typist>; timer: NodeJS.Timeout };

/**
 * Who is writing, gathered by room: the first is told at once, whoever comes within the next second is told together.
 * In a room of thousands the pause grows with its readers, so that what passes never costs more than so many lines a second.
 */
export class Typists {
  private readonly rooms = new Map<number, Gathered>();

  constructor(private readonly tell: Tell) {}

  hear(roomId: number, typist: Typist): void {
    const gathered = this.rooms.get(roomId);
    if (gathered) {
      if (gathered.typists.size < settings.typistsTold) gathered.typists.set(typist.id, typist);
      return;
    }
    this.flush(roomId, [typist]);
  }

  private flush(roomId: number, typists: readonly Typist[]): void {
    const readers = this.tell(roomId, typists);
    if (readers === 0) return;
    const pauseMs = 1000 * Math.max(1, Math.ceil(readers / settings.typingLinesPerSecond));
    const timer = setTimeout(() => {
      const later = [...(this.rooms.get(roomId)?.typists.values() ?? [])];
      this.rooms.delete(roomId);
      if (later.length > 0) this.flush(roomId, later);
    }, pauseMs);
    timer.unref();
    this.rooms.set(roomId, { typists: new Map(), timer });
  }

  stop(): void {
    for (const { timer } of this.rooms.values()) clearTimeout(timer);
    this.rooms.clear();
  }
}
