import type { RawData, WebSocket } from "ws";
import type { Actor } from "@/lib/authz/actor";
import { identityOf } from "@/lib/calls/contract";
import { settings } from "@/lib/core/settings";
import type { NoteAnswer, NoteCursor, NotePerson } from "@/lib/notes/contract";

export type NotesActor = Extract<Actor, { kind: "user" | "guest" }>;

/** Who it is for everybody else: told by the session, not by the browser. */
export function personOfActor(actor: NotesActor): NotePerson {
  return { identity: identityOf(actor), name: actor.name };
}

/** One tab that shows the notes of a room. */
export class NotesConnection {
  readonly person: NotePerson;
  /** The last change that it has; null until it has said what it has. */
  sequence: number | null = null;
  canWrite = false;
  /** The number under which its editor writes; its cursor goes by it. */
  client: number | null = null;
  cursor: NoteCursor = null;
  /** Whether something was heard from it since the last beat. */
  isAlive = true;

  constructor(
    readonly socket: WebSocket,
    readonly actor: NotesActor,
    readonly roomId: number,
    readonly id: string,
  ) {
    this.person = personOfActor(actor);
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Says something beside the changes. A reader that does not read is dropped: it comes back and says what it has. */
  say(answer: NoteAnswer): void {
    this.write(JSON.stringify(answer));
  }

  /** Hands a change over. */
  give(change: Uint8Array): void {
    this.write(change);
  }

  private write(data: string | Uint8Array): void {
    if (!this.isOpen) return;
    if (this.socket.bufferedAmount > settings.notesBacklogBytes) return this.socket.terminate();
    this.socket.send(data);
  }

  /** The last word: why, by a code of `noteClosings`. */
  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    // Whoever does not answer the farewell is not waited for.
    setTimeout(() => this.socket.terminate(), 2000).unref();
  }
}

/** A message as bytes, however it was cut. */
export function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return new Uint8Array(Buffer.concat(data));
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
