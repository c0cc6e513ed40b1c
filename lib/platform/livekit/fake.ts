import { AppError } from "@/lib/core/errors";
import { replaceLivekit, type LivekitApi, type LivekitParticipant, type LivekitRoom } from "@/lib/platform/livekit/api";

type Method = keyof LivekitApi;
type FakeRoom = { sid: string; participants: Map<string, LivekitParticipant> };

/** LiveKit for tests: rooms in memory, every call noted, told to fail where a test wants it. */
export class FakeLivekit implements LivekitApi {
  readonly rooms = new Map<string, FakeRoom>();
  readonly calls: { method: Method; args: unknown[] }[] = [];
  private readonly failing = new Set<Method>();
  private serial = 0;
  /** As after kill -9: everything fails until it is back. */
  isAway = false;

  failNext(method: Method): void {
    this.failing.add(method);
  }

  /** A person (or, hidden, a recorder) takes a place; makes the room as LiveKit's own client would not. */
  join(room: string, identity: string, values: Partial<LivekitParticipant> = {}): LivekitRoom {
    const held = this.hold(room);
    held.participants.set(identity, { identity, name: identity, isHidden: false, ...values });
    return this.describe(room, held);
  }

  leave(room: string, identity: string): void {
    this.rooms.get(room)?.participants.delete(identity);
  }

  /** A restarted LiveKit has no rooms. */
  restart(): void {
    this.rooms.clear();
  }

  async createRoom(name: string): Promise<LivekitRoom> {
    this.note("createRoom", name);
    return this.describe(name, this.hold(name));
  }

  async deleteRoom(name: string): Promise<void> {
    this.note("deleteRoom", name);
    this.rooms.delete(name);
  }

  async listRooms(names?: string[]): Promise<LivekitRoom[]> {
    this.note("listRooms", names);
    return [...this.rooms].filter(([name]) => !names || names.includes(name)).map(([name, room]) => this.describe(name, room));
  }

  async listParticipants(room: string): Promise<LivekitParticipant[]> {
    this.note("listParticipants", room);
    return [...(this.rooms.get(room)?.participants.values() ?? [])];
  }

  async removeParticipant(room: string, identity: string): Promise<void> {
    this.note("removeParticipant", room, identity);
    this.leave(room, identity);
  }

  private hold(name: string): FakeRoom {
    const held = this.rooms.get(name) ?? { sid: `RM_${(this.serial += 1)}`, participants: new Map() };
    this.rooms.set(name, held);
    return held;
  }

  private describe(name: string, room: FakeRoom): LivekitRoom {
    return { name, sid: room.sid, participantCount: [...room.participants.values()].filter((each) => !each.isHidden).length };
  }

  private note(method: Method, ...args: unknown[]): void {
    this.calls.push({ method, args });
    if (this.isAway || this.failing.delete(method)) throw new AppError("upstream_failed", "Calls are not available right now. Please try again in a moment.");
  }
}

/** Puts a fresh fake in LiveKit's place for this test file. */
export function useFakeLivekit(): FakeLivekit {
  const fake = new FakeLivekit();
  replaceLivekit(fake);
  return fake;
}
