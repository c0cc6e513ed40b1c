import { AppError } from "@/lib/core/errors";
import { replaceLivekit, type LivekitApi, type LivekitParticipant, type LivekitRoom, type ParticipantChange } from "@/lib/platform/livekit/api";
import { mediaSources, type CallSignal } from "@/lib/calls/contract";

type Method = keyof LivekitApi;
type FakeRoom = { sid: string; metadata: string; participants: Map<string, LivekitParticipant> };

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
    const sid = `PA_${(this.serial += 1)}`;
    held.participants.set(identity, { identity, sid, name: identity, isHidden: false, joinedAt: new Date(), attributes: {}, sources: [...mediaSources], tracks: [], ...values });
    return this.describe(room, held);
  }

  /** LiveKit's number of the connection that somebody has now. */
  participantSid(room: string, identity: string): string {
    const found = this.rooms.get(room)?.participants.get(identity);
    if (!found) throw new Error(`${identity} is not in ${room}`);
    return found.sid;
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

  async updateParticipant(room: string, identity: string, { name, attributes, sources }: ParticipantChange): Promise<void> {
    this.note("updateParticipant", room, identity, sources);
    const found = this.rooms.get(room)?.participants.get(identity);
    if (found) Object.assign(found, { name, attributes: { ...found.attributes, ...attributes }, sources: [...sources] });
  }

  async describeRoom(room: string, metadata: string): Promise<void> {
    this.note("describeRoom", room, metadata);
    const held = this.rooms.get(room);
    if (held) held.metadata = metadata;
  }

  async muteTrack(room: string, identity: string, trackSid: string): Promise<void> {
    this.note("muteTrack", room, identity, trackSid);
    const track = this.rooms.get(room)?.participants.get(identity)?.tracks.find((each) => each.sid === trackSid);
    if (track) track.isMuted = true;
  }

  async signal(room: string, identity: string | null, signal: CallSignal): Promise<void> {
    this.note("signal", room, identity, signal);
  }

  private hold(name: string): FakeRoom {
    const held = this.rooms.get(name) ?? { sid: `RM_${(this.serial += 1)}`, metadata: "", participants: new Map() };
    this.rooms.set(name, held);
    return held;
  }

  private describe(name: string, room: FakeRoom): LivekitRoom {
    return { name, sid: room.sid, metadata: room.metadata };
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
