import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { takeCursor, tellCursor } from "@/components/notes/cursors";
import { fromText, toText, type Outbox } from "@/components/notes/outbox";
import { settings } from "@/lib/core/settings";
import { noteClosings, noteNumberBytes } from "@/lib/notes/constants";
import type { NoteAnswer } from "@/lib/notes/contract";

/**
 * `closed`: nobody is signed in, or this person may not read them any more; `full`: what was written last does not fit;
 * `broken`: what came could not be read, a reload mends it.
 */
export type LinkState = { connection: "connecting" | "online" | "offline" | "closed" | "full" | "broken"; isReady: boolean; canWrite: boolean; isSaved: boolean };

const flushMs = 150;
const firstRetryMs = 500;
const maxRetryMs = 10_000;
/** The server hears a moment later than the browser that a guest is inside: the first refusals may only be early. */
const earlyRefusals = 3;
/** An answer that does not come by then never comes: the connection died without a word. */
const answerMs = 15_000;

/**
 * Keeps a document and the server's notes the same: sends what was written here, a few times a second and one after the
 * other, takes what others wrote, and comes back by itself. Nothing counts as saved before the server has said so.
 */
export class NotesLink {
  private socket: WebSocket | null = null;
  private failures = 0;
  private number = 0;
  private state: LinkState = { connection: "connecting", isReady: false, canWrite: false, isSaved: true };
  private readonly timers: { retry?: ReturnType<typeof setTimeout>; flush?: ReturnType<typeof setTimeout>; answer?: ReturnType<typeof setTimeout> } = {};
  private isStopped = false;

  constructor(
    private readonly roomId: number,
    private readonly doc: Y.Doc,
    private readonly awareness: Awareness,
    private readonly outbox: Outbox,
    private readonly onState: (state: LinkState) => void,
  ) {
    const kept = outbox.adopt();
    if (kept) Y.applyUpdate(doc, kept, this);
    this.change({ isSaved: outbox.isEmpty });
    doc.on("update", this.onUpdate);
    awareness.on("update", this.onAwareness);
    window.addEventListener("online", this.onOnline);
    window.addEventListener("offline", this.onOffline);
    this.connect();
  }

  stop(): void {
    this.isStopped = true;
    this.doc.off("update", this.onUpdate);
    this.awareness.off("update", this.onAwareness);
    window.removeEventListener("online", this.onOnline);
    window.removeEventListener("offline", this.onOffline);
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    // What was typed a moment ago still goes; the storage has it in any case.
    this.flush();
    const { socket } = this;
    this.socket = null;
    socket?.close(1000);
  }

  /** Forgets what is not saved, for somebody who was told that it does not fit. The document here still shows it. */
  discard(): void {
    this.outbox.discard();
    this.stop();
  }

  private change(part: Partial<LinkState>): void {
    const next = { ...this.state, ...part };
    const isNew = (Object.keys(next) as (keyof LinkState)[]).some((key) => next[key] !== this.state[key]);
    this.state = next;
    if (isNew && !this.isStopped) this.onState(next);
  }

  private readonly onOnline = () => this.connect();
  private readonly onOffline = () => this.lose("offline");

  private readonly onUpdate = (change: Uint8Array, origin: unknown) => {
    if (origin === this || !this.state.canWrite) return;
    this.outbox.add(change);
    this.change({ isSaved: false });
    this.timers.flush ??= setTimeout(() => this.flush(), flushMs);
  };

  private readonly onAwareness = ({ added, updated }: { added: number[]; updated: number[] }, origin: unknown) => {
    if (origin === this || this.state.connection !== "online" || ![...added, ...updated].includes(this.doc.clientID)) return;
    this.socket?.send(JSON.stringify({ type: "cursor", cursor: tellCursor(this.awareness) }));
  };

  private connect(): void {
    if (this.isStopped || this.socket || this.state.connection === "full" || this.state.connection === "broken") return;
    clearTimeout(this.timers.retry);
    if (this.state.connection === "offline" || this.state.connection === "closed") this.change({ connection: "connecting" });
    const socket = (this.socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/rooms/${this.roomId}/notes/live`));
    socket.binaryType = "arraybuffer";
    this.expectAnswer();
    // What an older connection still says must not overwrite what the newer one knows.
    const ifCurrent = (run: () => void) => socket === this.socket && run();
    socket.onopen = () => ifCurrent(() => socket.send(JSON.stringify({ type: "hello", client: this.doc.clientID, has: toText(Y.encodeStateVector(this.doc)) })));
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => ifCurrent(() => (typeof data === "string" ? this.hear(JSON.parse(data) as NoteAnswer) : this.apply(new Uint8Array(data))));
    socket.onclose = ({ code }) => ifCurrent(() => this.onClose(code));
  }

  private apply(change: Uint8Array): void {
    try {
      Y.applyUpdate(this.doc, change, this);
    } catch {
      // An editor that stumbled shows half of it: it must not be written on.
      this.lose("broken");
    }
  }

  private hear(answer: NoteAnswer): void {
    if (answer.type === "cursor") return takeCursor(this.awareness, answer, this);
    if (answer.type === "rights") return this.change({ canWrite: answer.canWrite });
    if (answer.type === "saved") {
      if (answer.number !== this.number) return;
      clearTimeout(this.timers.answer);
      this.outbox.acknowledge();
      this.change({ isSaved: this.outbox.isEmpty });
      return this.flush();
    }
    clearTimeout(this.timers.answer);
    this.failures = 0;
    if (answer.canWrite) this.addWhatIsMissing(answer.has);
    else this.outbox.discard();
    this.change({ connection: "online", isReady: true, canWrite: answer.canWrite, isSaved: this.outbox.isEmpty });
    this.awareness.setLocalState(this.awareness.getLocalState());
    this.flush();
  }

  /** The server can have lost what it once had, to a restored copy for one: whoever still has it brings it back. */
  private addWhatIsMissing(has: string): void {
    const theirs = Y.decodeStateVector(fromText(has) ?? new Uint8Array([0]));
    const ours = Y.decodeStateVector(Y.encodeStateVector(this.doc));
    if ([...ours].some(([client, clock]) => clock > (theirs.get(client) ?? 0))) this.outbox.add(Y.encodeStateAsUpdate(this.doc, fromText(has) ?? undefined));
  }

  private flush(): void {
    clearTimeout(this.timers.flush);
    this.timers.flush = undefined;
    if (this.state.connection !== "online" || this.socket?.readyState !== WebSocket.OPEN) return;
    const change = this.outbox.take();
    if (!change) return;
    if (change.length > settings.notesUpdateMaxBytes) return this.lose("full");
    this.number = (this.number + 1) % 2 ** 32;
    const message = new Uint8Array(noteNumberBytes + change.length);
    new DataView(message.buffer).setUint32(0, this.number);
    message.set(change, noteNumberBytes);
    this.socket.send(message);
    this.expectAnswer();
  }

  private expectAnswer(): void {
    clearTimeout(this.timers.answer);
    this.timers.answer = setTimeout(() => this.lose("offline"), answerMs);
  }

  private onClose(code: number): void {
    if (code === noteClosings.full || code === 1009) return this.lose("full");
    const isRefused = code === noteClosings.unauthenticated || code === noteClosings.forbidden || code === noteClosings.not_found;
    if (isRefused && !this.state.isReady && this.failures < earlyRefusals) return this.lose("offline");
    if (code === noteClosings.forbidden) this.outbox.discard();
    this.lose(isRefused ? "closed" : "offline");
  }

  /** The connection is gone, or useless. Comes back by itself but where nothing would be better then. */
  private lose(connection: "offline" | "closed" | "full" | "broken"): void {
    const { socket } = this;
    this.socket = null;
    socket?.close();
    clearTimeout(this.timers.answer);
    this.outbox.putBack();
    takeCursor(this.awareness, "all", this);
    this.change({ connection, ...(connection === "offline" ? {} : { canWrite: false }), isSaved: this.outbox.isEmpty });
    if (connection === "full" || connection === "broken") return;
    clearTimeout(this.timers.retry);
    // Who was let into a call a moment ago may read a moment later: also what is refused is asked again, slowly.
    const wait = connection === "closed" ? maxRetryMs : Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(this.failures, 10));
    this.failures += 1;
    this.timers.retry = setTimeout(() => this.connect(), wait * (0.5 + Math.random() / 2));
  }
}
