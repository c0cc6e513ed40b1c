import { settings } from "@/lib/core/settings";
import { roomsTopic } from "@/lib/events/room-events";
import { tendLobbies } from "@/lib/lobby/commands/tend-lobby";
import { ownEntryChanged } from "@/lib/lobby/contract";
import { listRecentOutcomes, listWaitedRooms, listWaiters, type Waiter } from "@/lib/lobby/queries/watch";
import { subscribe } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import { tellReader } from "@/server/gateway/events";

/*
 * Watches over everyone who waits: ends what nobody has to decide, looks again when a room has changed, and tells those
 * who wait when a host comes or goes. Nothing is read while nobody waits, but whether somebody does.
 */

function tell({ id, readerId, state }: Waiter): void {
  tellReader(readerId, { type: ownEntryChanged, body: { id, state } });
}

class LobbyWatch {
  private rooms = new Map<number, string | null>();
  private isRunning = false;
  private isDue = false;

  /** Looks at every lobby; a wish that comes meanwhile is one more look. Never rejects: the next look does it. */
  async look(): Promise<void> {
    this.isDue = true;
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      while (this.isDue) {
        this.isDue = false;
        await this.lookOnce();
      }
    } catch (error) {
      log.warn({ err: error }, "the lobbies could not be looked at; the next turn tries again");
    } finally {
      this.isRunning = false;
    }
  }

  private async lookOnce(): Promise<void> {
    const before = this.rooms;
    this.rooms = await listWaitedRooms();
    if (this.rooms.size > 0) await tendLobbies();
    if (this.rooms.size + before.size === 0) return;
    for (const waiter of await listRecentOutcomes(3 * settings.eventSweepSeconds)) tell(waiter);
    for (const [roomId, host] of this.rooms) if (before.has(roomId) && before.get(roomId) !== host) for (const waiter of await listWaiters(roomId)) tell(waiter);
  }

  /** True for a room in which somebody waited at the last look. */
  isWaitedFor(roomId: number): boolean {
    return this.rooms.has(roomId);
  }
}

/** Starts the watch; answers how to end it. Called once, before the first request. */
export async function startLobbyWatch({ everySeconds = settings.eventSweepSeconds }: { everySeconds?: number } = {}): Promise<() => void> {
  const watch = new LobbyWatch();
  const timer = setInterval(() => void watch.look(), everySeconds * 1000);
  timer.unref();
  const unsubscribe = await subscribe({
    onItems: (items) => {
      if (items.some(([topic, payload]) => topic === roomsTopic && watch.isWaitedFor((payload as [number, number])[0]))) void watch.look();
    },
    onReset: () => void watch.look(),
  });
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}
