import { log } from "@/lib/platform/log";
import { publish, type BusItem } from "@/lib/platform/listen";
import { noteClosings } from "@/lib/notes/constants";
import type { NoteCursor, NotePerson } from "@/lib/notes/contract";
import { missingNotes, stateOfNotes } from "@/lib/notes/merge";
import { findNoteRights, readNoteChanges, readNotes, readNoteSequences } from "@/lib/notes/queries";
import { noteCursorsTopic, notesTopic } from "@/lib/notes/wake";
import { roomsTopic } from "@/lib/events/room-events";
import type { NotesConnection } from "@/server/gateway/notes-connection";

type Track = { connections: Set<NotesConnection>; isMoved: boolean; isPumping: boolean; isAsking: boolean; asksAgain: boolean };
type CursorItem = [roomId: number, from: string, news: { client: number; person: NotePerson; cursor: NoteCursor }];

/**
 * Who reads and writes which notes, in one process. The truth is in Postgres: a wake-up says that notes have moved, the
 * changes are read from there, in order, and handed to each tab that does not have them. Whoever fell behind what was
 * merged meanwhile gets the whole; a change that arrives twice is the same change.
 */
export class NotesHub {
  private readonly tracks = new Map<number, Track>();

  /** How many tabs show notes. */
  get size(): number {
    return [...this.connections()].length;
  }

  private *connections(): Generator<NotesConnection> {
    for (const { connections } of this.tracks.values()) yield* connections;
  }

  /** How many tabs one person has open. */
  countOf(identity: string): number {
    return [...this.connections()].filter((each) => each.person.identity === identity).length;
  }

  add(connection: NotesConnection): void {
    const track = this.tracks.get(connection.roomId) ?? { connections: new Set(), isMoved: false, isPumping: false, isAsking: false, asksAgain: false };
    this.tracks.set(connection.roomId, track);
    track.connections.add(connection);
  }

  remove(connection: NotesConnection): void {
    const track = this.tracks.get(connection.roomId);
    if (!track?.connections.delete(connection)) return;
    if (track.connections.size === 0) this.tracks.delete(connection.roomId);
    if (connection.cursor !== null) this.moveCursor(connection, null);
  }

  /** Gives a tab what it lacks, and from then on everything new. */
  async greet(connection: NotesConnection, client: number, has: Uint8Array): Promise<void> {
    const { content, sequence } = await readNotes(connection.roomId);
    connection.client = client;
    connection.give(missingNotes(content, has));
    connection.say({ type: "ready", canWrite: connection.canWrite, has: Buffer.from(stateOfNotes(content)).toString("base64") });
    connection.sequence = sequence;
    for (const other of this.tracks.get(connection.roomId)?.connections ?? []) {
      if (other !== connection && other.client !== null && other.cursor) connection.say({ type: "cursor", client: other.client, person: other.person, cursor: other.cursor });
    }
    // What came while it was read.
    this.move(connection.roomId);
  }

  /** Tells everybody, in every process, where a tab's cursor is. */
  moveCursor(connection: NotesConnection, cursor: NoteCursor): void {
    if (connection.client === null) return;
    connection.cursor = cursor;
    void publish(noteCursorsTopic, [connection.roomId, connection.id, { client: connection.client, person: connection.person, cursor }] satisfies CursorItem);
  }

  handle(items: readonly BusItem[]): void {
    for (const [topic, payload] of items) {
      if (topic === notesTopic) this.move((payload as [number, number])[0]);
      else if (topic === noteCursorsTopic) this.tellCursor(payload as CursorItem);
      else if (topic === roomsTopic) this.judgeSoon((payload as [number, number])[0]);
    }
  }

  private tellCursor([roomId, from, news]: CursorItem): void {
    for (const connection of this.tracks.get(roomId)?.connections ?? []) if (connection.id !== from && connection.sequence !== null) connection.say({ type: "cursor", ...news });
  }

  private move(roomId: number): void {
    const track = this.tracks.get(roomId);
    if (!track) return;
    track.isMoved = true;
    if (track.isPumping) return;
    track.isPumping = true;
    this.pump(roomId, track)
      .catch((error: unknown) => log.warn({ err: error }, "changes of notes could not be handed out; the next sweep does it"))
      .finally(() => (track.isPumping = false));
  }

  private async pump(roomId: number, track: Track): Promise<void> {
    while (track.isMoved) {
      track.isMoved = false;
      const ready = [...track.connections].filter((each) => each.sequence !== null && each.isOpen);
      if (ready.length === 0) return;
      const from = Math.min(...ready.map((each) => each.sequence as number));
      const changes = await readNoteChanges(roomId, from);
      const last = changes.at(-1)?.sequence;
      const first = changes[0]?.sequence ?? Infinity;
      const behind = ready.filter((each) => (each.sequence as number) + 1 < first);
      const whole = behind.length > 0 ? await readNotes(roomId) : null;
      for (const connection of ready) {
        const has = connection.sequence as number;
        if (whole && behind.includes(connection)) {
          if (whole.sequence <= has) continue;
          connection.give(whole.content);
          connection.sequence = whole.sequence;
        } else {
          for (const change of changes) if (change.sequence > has) connection.give(change.content);
          connection.sequence = Math.max(has, last ?? has);
        }
      }
    }
  }

  /** Looks again what everybody in a room's notes may do; soon after each other it is one look more. */
  judgeSoon(roomId: number): void {
    const track = this.tracks.get(roomId);
    if (!track) return;
    track.asksAgain = true;
    if (track.isAsking) return;
    track.isAsking = true;
    this.judge(track)
      .catch((error: unknown) => log.warn({ err: error }, "who may read notes could not be looked at; the next sweep does it"))
      .finally(() => (track.isAsking = false));
  }

  private async judge(track: Track): Promise<void> {
    while (track.asksAgain) {
      track.asksAgain = false;
      for (const connection of [...track.connections]) {
        const { canRead, canWrite } = await findNoteRights(connection.actor, connection.roomId);
        if (!canRead) connection.close(noteClosings.forbidden, "no longer allowed");
        else if (canWrite !== connection.canWrite) {
          connection.canWrite = canWrite;
          if (connection.sequence !== null) connection.say({ type: "rights", canWrite });
        }
      }
    }
  }

  /** Finds what a lost wake-up hid, and the guests of a call who are no longer in it: that is no event of the room. */
  async sweep(): Promise<void> {
    for (const { roomId, sequence } of await readNoteSequences([...this.tracks.keys()])) {
      if ([...(this.tracks.get(roomId)?.connections ?? [])].some((each) => each.sequence !== null && each.sequence < sequence)) this.move(roomId);
    }
    for (const roomId of this.tracks.keys()) this.judgeSoon(roomId);
  }

  /** Ends tabs that are gone without a word: whoever has not answered the last question is asked no more. */
  beat(): void {
    for (const connection of this.connections()) {
      if (!connection.isAlive) connection.socket.terminate();
      connection.isAlive = false;
      if (connection.isOpen) connection.socket.ping();
    }
  }

  closeAll(): void {
    for (const connection of this.connections()) connection.close(1012, "restart");
  }
}
