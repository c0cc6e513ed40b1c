import { db } from "@/db/client";
import { settings } from "@/lib/core/settings";
import { roomsTopic } from "@/lib/events/room-events";
import { tendLobbies } from "@/lib/lobby/commands/tend-lobby";
import { lobbyChanged, ownEntryChanged, type LobbyChange } from "@/lib/lobby/contract";
import { listRecentOutcomes, listWaitedRooms, listWaiters, type WaitedRoom, type Waiter } from "@/lib/lobby/queries/watch";
import { describeLobby } from "@/lib/lobby/wake";
import { meetingsTopic } from "@/lib/meetings/wake";
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
  private rooms = new Map<number, WaitedRoom>();
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
    for (const [roomId, now] of this.rooms) await this.compare(roomId, now, before.get(roomId));
  }

  /** Tells who waits that a host came or went, and people whose meeting has begun or ended there that they host the lobby now, or no more. */
  private async compare(roomId: number, now: WaitedRoom, before: WaitedRoom | undefined): Promise<void> {
    // At the first look too: between asking and it a host may have come or gone.
    if (before?.host !== now.host) for (const waiter of await listWaiters(roomId)) tell(waiter);
    const left = before?.meetingHosts.filter((id) => !now.meetingHosts.includes(id)) ?? [];
    const come = now.meetingHosts.filter((id) => !before?.meetingHosts.includes(id));
    const change = left.length + come.length > 0 ? await describeLobby(db(), roomId) : null;
    if (!change) return;
    // Of those who wait since the last look, hosts have heard a sound already.
    for (const id of come) tellReader(id, { type: lobbyChanged, body: { ...change, isNew: before !== undefined } satisfies LobbyChange });
    for (const id of left) tellReader(id, { type: lobbyChanged, body: { ...change, count: 0, first: null, isNew: false } satisfies LobbyChange });
  }

  /** True for a room in which somebody waited at the last look. */
  isWaitedFor(roomId: number): boolean {
    return this.rooms.has(roomId);
  }
}

/** The room that an item of the bus is about, where it may change who has to wait. */
function movedRoomOf(topic: string, payload: unknown): number {
  if (topic === roomsTopic) return (payload as [number, number])[0];
  return topic === meetingsTopic ? (payload as [string, number])[1] : 0;
}

/** Starts the watch; answers how to end it. Called once, before the first request. */
export async function startLobbyWatch({ everySeconds = settings.eventSweepSeconds }: { everySeconds?: number } = {}): Promise<() => void> {
  const watch = new LobbyWatch();
  const timer = setInterval(() => void watch.look(), everySeconds * 1000);
  timer.unref();
  const unsubscribe = await subscribe({
    onItems: (items) => {
      if (items.some(([topic, payload]) => watch.isWaitedFor(movedRoomOf(topic, payload)))) void watch.look();
    },
    onReset: () => void watch.look(),
  });
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}
