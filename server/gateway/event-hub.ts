import { sessionEndedTopic } from "@/lib/accounts/sessions";
import { typingEvent, typingTopic, type TypingBody, type Typist } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";
import { readDeadSessions, readCallRooms, readMemberships, readRecentMemberships, readRoomEvents, readVersions, type StoredEvent } from "@/lib/events/feed";
import { membersTopic } from "@/lib/events/membership";
import { roomsTopic } from "@/lib/events/room-events";
import type { BusItem } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import { presenceEvent, userJoined, userLeft, type PresenceBody } from "@/lib/rooms/contract";
import { hereTopic, noteHere, takeGone, type HereSign } from "@/lib/rooms/here";
import { encodeEvent, type EventStream } from "@/server/gateway/event-stream";
import { Passing } from "@/server/gateway/passing";

/** A room that somebody here listens to. `delivered` is the last version that was handed to its streams. */
type Track = { streams: Set<EventStream>; delivered: number };
type Membership = { roomId: number; version: number };

const encodedHeartbeat = encodeEvent({ type: "heartbeat" });
const encodedReconnect = encodeEvent({ type: "reconnect" });
const encodedSessionEnded = encodeEvent({ type: "session_ended" });

function encodeStored({ type, body, roomId, version }: StoredEvent): Buffer {
  return encodeEvent({ type, body, room_id: roomId, version });
}

/** The end of a room for all who hear it: each of them is told that they left. */
function isEnd(event: StoredEvent): boolean {
  return event.type === userLeft && event.body.everyone === true;
}

/** That end as one reader gets it. */
function encodeEndFor(stream: EventStream, event: StoredEvent): Buffer {
  const { everyone: _everyone, ...body } = event.body;
  return encodeStored({ ...event, body: { ...body, user: { id: stream.userId, username: stream.name } } });
}

/** Guests read under their number below zero. */
function isGuest(stream: EventStream): boolean {
  return stream.userId < 0;
}

/** Whose coming or going an event tells. */
function memberOf(event: StoredEvent): number {
  return (event.body.user as { id?: number } | undefined)?.id ?? 0;
}

/**
 * Who hears what, in one process. Wake-ups only say that a room has moved; the events themselves are read from Postgres,
 * for all rooms that moved in one statement, in version order, and handed to the room's streams. Who hears a room
 * follows from the same sequence: a person hears it from their `user_joined` to their `user_left`, both included.
 */
export class EventHub {
  private readonly tracks = new Map<number, Track>();
  private readonly streamsOfUser = new Map<number, Set<EventStream>>();
  private readonly moved = new Set<number>();
  /** Returns that were announced before the leaving was handed out: `<user id>:<room id>` and the version of the return. */
  private readonly comebacks = new Map<string, number>();
  /** Who hears a room for the time of its call alone, without being a member: `<reader's number>:<room id>`. */
  private readonly visits = new Set<string>();
  private isPumping = false;

  /** Who writes where somebody here reads. */
  private readonly typists = new Passing<Typist>(settings.typistsTold, (roomId, users) => this.tellRoom(roomId, { type: typingEvent, body: { room: { id: roomId }, users } satisfies TypingBody }));
  /** Who came into a room's page or left it. */
  private readonly comers = new Passing<PresenceBody["users"][number]>(settings.hereTold, (roomId, users) => this.tellRoom(roomId, { type: presenceEvent, body: { room: { id: roomId }, users } satisfies PresenceBody }));

  /** @param onPresence hears when a reader's first stream opens and when their last one is gone */
  constructor(private readonly onPresence: (readerId: number, isHere: boolean) => void = () => {}) {}

  /** How many streams are open, and how many rooms are heard. */
  get size(): { streams: number; rooms: number } {
    return { streams: [...this.streams()].length, rooms: this.tracks.size };
  }

  private *streams(): Generator<EventStream> {
    for (const streams of this.streamsOfUser.values()) yield* streams;
  }

  /**
   * Lets a stream hear its person's rooms: first the hello with where each room stands, then, for rooms in `since`, what
   * came after that version, then everything new. Registered before the replay, so that nothing falls between.
   */
  async open(stream: EventStream, since: ReadonlyMap<number, number>): Promise<void> {
    const streams = this.streamsOfUser.get(stream.userId) ?? new Set();
    this.streamsOfUser.set(stream.userId, streams.add(stream));
    if (streams.size === 1) this.onPresence(stream.userId, true);
    const [own, visited] = await Promise.all([readMemberships(stream.userId), readCallRooms([stream.userId])]);
    if (!stream.isOpen) return;
    for (const { roomId } of visited) this.visits.add(`${stream.userId}:${roomId}`);
    const memberships = [...own, ...visited];
    const replays: (() => Promise<void>)[] = [];
    for (const membership of memberships) {
      const { roomId, version } = membership;
      // Joined while the list was read: heard from the joining on already.
      if (stream.rooms.has(roomId)) continue;
      const upTo = this.subscribe(stream, roomId, version).delivered;
      // A version ahead of the room is nobody's: it must not skip what decides about membership.
      const from = Math.min(since.get(roomId) ?? version, version);
      if (from >= upTo) continue;
      stream.hold(roomId);
      replays.push(() => this.replay(stream, membership, from, upTo));
    }
    stream.begin(encodeEvent({ type: "hello", body: Object.fromEntries(memberships.map((each) => [each.roomId, each.version])) }));
    this.pump();
    for (const replay of replays) await replay();
  }

  /** Forgets a stream whose connection is gone. */
  close(stream: EventStream): void {
    stream.isOpen = false;
    for (const roomId of stream.rooms) this.removeFromTrack(stream, roomId);
    const streams = this.streamsOfUser.get(stream.userId);
    if (!streams?.delete(stream) || streams.size > 0) return;
    this.streamsOfUser.delete(stream.userId);
    for (const roomId of stream.rooms) this.visits.delete(`${stream.userId}:${roomId}`);
    this.onPresence(stream.userId, false);
  }

  private subscribe(stream: EventStream, roomId: number, version: number): Track {
    let track = this.tracks.get(roomId);
    if (!track) {
      this.tracks.set(roomId, (track = { streams: new Set(), delivered: version }));
      // Wake-ups of a room that nobody heard were passed over: look once.
      this.moved.add(roomId);
    }
    track.streams.add(stream);
    stream.rooms.add(roomId);
    return track;
  }

  private removeFromTrack(stream: EventStream, roomId: number): void {
    const track = this.tracks.get(roomId);
    track?.streams.delete(stream);
    if (track?.streams.size === 0) this.tracks.delete(roomId);
  }

  /** Writes a room's events after `from`, up to the version from which on the stream hears it by itself. */
  private async replay(stream: EventStream, { roomId, version: knownVersion }: Membership, from: number, upTo: number): Promise<void> {
    try {
      if (upTo - from > settings.eventReplayMax) return await this.giveUpReplay(stream, roomId);
      for (let after = from; after < upTo; ) {
        const events = await readRoomEvents([{ roomId, afterVersion: after }], settings.eventReplayPage);
        if (events[0]?.version !== after + 1) return await this.giveUpReplay(stream, roomId);
        for (const event of events) {
          if (event.version > upTo || !stream.isOpen) return;
          stream.write(isEnd(event) ? encodeEndFor(stream, event) : encodeStored(event));
          after = event.version;
          if (event.version > knownVersion && event.type === userLeft && (isEnd(event) || memberOf(event) === stream.userId) && !(await this.isMember(stream.userId, roomId))) {
            // They left after the list of their rooms was read.
            stream.leave(roomId, false);
            return this.removeFromTrack(stream, roomId);
          }
          await stream.drained();
        }
      }
    } finally {
      stream.release(roomId);
    }
  }

  /** Too much was missed, or it is no longer kept: the reader reloads the room. */
  private async giveUpReplay(stream: EventStream, roomId: number): Promise<void> {
    stream.write(encodeEvent({ type: "state_lost", body: { room: { id: roomId } } }));
    if (!(await this.isMember(stream.userId, roomId))) this.end(stream, encodedReconnect);
  }

  private async isMember(userId: number, roomId: number): Promise<boolean> {
    return [...(await readMemberships(userId)), ...(await readCallRooms([userId]))].some((each) => each.roomId === roomId);
  }

  /** Acts on what the bus tells; all of it is a hint that Postgres confirms. */
  handle(items: readonly BusItem[]): void {
    for (const [topic, payload] of items) {
      if (topic === roomsTopic) this.moved.add((payload as [number, number])[0]);
      else if (topic === typingTopic) this.typists.hear(...(payload as [number, Typist]));
      else if (topic === hereTopic) this.hearHere(payload as HereSign);
      else if (topic === membersTopic) this.addMember(...(payload as [number, number, number]));
      else if (topic === sessionEndedTopic) this.endSessions([payload as string]);
      else if (topic.startsWith("user:")) this.writeToUser(Number(topic.slice(5)), payload as { type: string });
    }
    this.pump();
  }

  /**
   * The person was a member when the room stood at `version`: their streams hear it from there on, that version included.
   * Where more was delivered already this is old news, and a leave may have come after it.
   */
  private addMember(userId: number, roomId: number, version: number, isBeingDelivered = false): void {
    const delivered = this.tracks.get(roomId)?.delivered ?? 0;
    if (delivered > version) return;
    for (const stream of this.streamsOfUser.get(userId) ?? []) {
      if (stream.rooms.has(roomId)) {
        if (delivered < version) this.comebacks.set(`${userId}:${roomId}`, version);
        continue;
      }
      this.subscribe(stream, roomId, Math.max(0, version - 1));
      if (delivered < version || isBeingDelivered) continue;
      // The others have been given that version already.
      stream.hold(roomId);
      this.replay(stream, { roomId, version }, version - 1, version).catch((error: unknown) => log.warn({ err: error }, "an event could not be read; its reader fetches the hole"));
    }
  }

  /** After a person's leaving was handed out: they are back, where that was announced. With others in the room its own sequence tells. */
  private returnMember(userId: number, roomId: number, leftAt: number): void {
    const key = `${userId}:${roomId}`;
    const version = this.comebacks.get(key) ?? 0;
    this.comebacks.delete(key);
    if (version > leftAt && !this.tracks.has(roomId)) this.addMember(userId, roomId, version);
  }

  private writeToUser(userId: number, event: { type: string }): void {
    const streams = this.streamsOfUser.get(userId);
    if (!streams) return;
    const bytes = encodeEvent(event);
    for (const stream of streams) stream.write(bytes);
  }

  private hearHere(sign: HereSign): void {
    const [roomId, id, isHere] = sign;
    if (noteHere(sign)) this.comers.hear(roomId, { id, here: isHere });
  }

  /** Hands what passes to everybody who hears a room, the same bytes to each; answers to how many. */
  private tellRoom(roomId: number, event: { type: string; body: unknown }): number {
    const streams = this.tracks.get(roomId)?.streams;
    if (!streams) return 0;
    const bytes = encodeEvent(event);
    for (const stream of streams) stream.write(bytes);
    return streams.size;
  }

  private endSessions(sessionIds: readonly string[]): void {
    if (sessionIds.length === 0) return;
    const ended = new Set(sessionIds);
    for (const stream of [...this.streams()]) if (ended.has(stream.sessionId)) this.end(stream, encodedSessionEnded);
  }

  private end(stream: EventStream, lastWord: Buffer): void {
    stream.end(lastWord);
    this.close(stream);
  }

  /** Reads and hands out what moved, one statement at a time; what moves meanwhile goes into the next. */
  private pump(): void {
    if (this.isPumping) return;
    this.drain().catch((error: unknown) => log.warn({ err: error }, "events could not be read; the next sweep tries again"));
  }

  private async drain(): Promise<void> {
    this.isPumping = true;
    try {
      while (this.moved.size > 0) {
        const places = [...this.moved].flatMap((roomId) => {
          const track = this.tracks.get(roomId);
          return track ? [{ roomId, afterVersion: track.delivered }] : [];
        });
        this.moved.clear();
        const read = new Map<number, number>();
        for (const event of await readRoomEvents(places, settings.eventReplayPage)) {
          this.deliver(event);
          read.set(event.roomId, (read.get(event.roomId) ?? 0) + 1);
        }
        for (const [roomId, count] of read) if (count === settings.eventReplayPage) this.moved.add(roomId);
      }
    } finally {
      this.isPumping = false;
    }
  }

  private deliver(event: StoredEvent): void {
    const { roomId, version, type } = event;
    const track = this.tracks.get(roomId);
    if (!track || version <= track.delivered) return;
    track.delivered = version;
    if (type === userJoined) {
      this.addMember(memberOf(event), roomId, version, true);
      this.visits.delete(`${memberOf(event)}:${roomId}`);
      this.comebacks.delete(`${memberOf(event)}:${roomId}`);
    }
    if (isEnd(event)) return this.endRoom(track, event);
    const bytes = encodeStored(event);
    for (const stream of track.streams) stream.writeOfRoom(roomId, bytes);
    if (type === userLeft) {
      for (const stream of this.streamsOfUser.get(memberOf(event)) ?? []) this.part(stream, roomId);
      this.returnMember(memberOf(event), roomId, version);
    }
    if (type === "call_ended") for (const stream of [...track.streams]) if (this.visits.delete(`${stream.userId}:${roomId}`)) this.part(stream, roomId);
  }

  /** Nothing of the room from here on; what waits for the stream still comes. */
  private part(stream: EventStream, roomId: number): void {
    stream.leave(roomId, true);
    this.removeFromTrack(stream, roomId);
  }

  private endRoom(track: Track, event: StoredEvent): void {
    for (const stream of track.streams) {
      stream.writeOfRoom(event.roomId, encodeEndFor(stream, event));
      stream.leave(event.roomId, true);
    }
    this.tracks.delete(event.roomId);
    for (const { userId } of track.streams) this.returnMember(userId, event.roomId, event.version);
  }

  heartbeat(): void {
    for (const stream of this.streams()) stream.write(encodedHeartbeat);
  }

  /** Finds what a lost wake-up hid: rooms that moved, people who joined, sessions that ended. */
  async sweep(lookBackSeconds: number = 6 * settings.eventSweepSeconds): Promise<void> {
    for (const { roomId, userId } of takeGone()) this.comers.hear(roomId, { id: userId, here: false });
    if (this.streamsOfUser.size === 0) return;
    const sessions = new Set([...this.streams()].flatMap((stream) => (isGuest(stream) ? [] : [stream.sessionId])));
    const [versions, joined, dead] = await Promise.all([readVersions([...this.tracks.keys()]), readRecentMemberships(lookBackSeconds), readDeadSessions([...sessions]), this.sweepVisits()]);
    this.endSessions(dead);
    for (const { roomId, version } of versions) if ((this.tracks.get(roomId)?.delivered ?? version) < version) this.moved.add(roomId);
    for (const { userId, roomId, version } of joined) this.addMember(userId, roomId, version);
    this.pump();
  }

  /** The guests of calls come and are sent out without an event in the room's sequence. */
  private async sweepVisits(): Promise<void> {
    const before = [...this.visits];
    const found = new Set<string>();
    for (const { readerId, roomId, version } of await readCallRooms([...this.streamsOfUser.keys()])) {
      found.add(`${readerId}:${roomId}`);
      this.visits.add(`${readerId}:${roomId}`);
      this.addMember(readerId, roomId, version);
    }
    for (const key of before) if (!found.has(key) && this.visits.has(key)) await this.endVisit(key);
  }

  private async endVisit(key: string): Promise<void> {
    const [readerId = 0, roomId = 0] = key.split(":").map(Number);
    const isMember = await this.isMember(readerId, roomId);
    this.visits.delete(key);
    // Some become members meanwhile.
    if (!isMember) for (const stream of this.streamsOfUser.get(readerId) ?? []) if (stream.rooms.has(roomId)) this.part(stream, roomId);
  }

  /** Tells every client to come back (to another process, or to this one's successor) and ends the streams. */
  closeAll(): void {
    this.typists.stop();
    this.comers.stop();
    for (const stream of [...this.streams()]) this.end(stream, encodedReconnect);
  }
}
