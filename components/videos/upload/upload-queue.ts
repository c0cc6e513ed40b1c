import { advancePace, secondsLeft, startPace, type Pace } from "@/components/videos/pace";

/** Why a file does not arrive. `refused` carries the server's own words. */
export type UploadProblem =
  | { kind: "too_large" }
  | { kind: "empty" }
  | { kind: "untitled" }
  | { kind: "signed_out" }
  | { kind: "connection" }
  | { kind: "refused"; words: string[] };

export type UploadState =
  /** Chosen; its details can be written. */
  | "draft"
  | "waiting"
  | "sending"
  | "paused"
  /** Everything is sent, the server checks it. */
  | "finishing"
  /** Stopped by a problem that goes away: what was sent is kept. */
  | "interrupted"
  | "refused"
  | "done";

export type UploadDetails = { title: string; description: string; category: string; visibility: "private" | "authenticated" | "public" };

export type UploadItem = {
  key: number;
  name: string;
  sizeBytes: number;
  details: UploadDetails;
  state: UploadState;
  sentBytes: number;
  secondsLeft: number | null;
  problem: UploadProblem | null;
  videoId: number | null;
};

/** One file on its way. Nothing is reported after `pause` or `discard`. */
export interface Transfer {
  start(): void;
  /** Stops; a later transfer of the same file goes on where this one was. */
  pause(): void;
  /** Stops and has the server forget what it got. */
  discard(): void;
}

export type TransferEvents = { onProgress: (sentBytes: number) => void; onDone: (videoId: number | null) => void; onProblem: (problem: UploadProblem, isFinal: boolean) => void };
/** `details` become the metadata of the upload; empty ones are left out. */
export type OpenTransfer<D = UploadDetails> = (file: File, details: D, events: TransferEvents) => Transfer;

type Options = { open: OpenTransfer; maxBytes: number; firstDetails: (file: File) => UploadDetails; now?: () => number };
/** A stopped transfer is kept: cancelling has the server forget what it got. */
type Entry = { item: UploadItem; file: File; transfer: Transfer | null; isHeard: boolean; pace: Pace | null };

/** More at once only share the same line. */
const sendingAtOnce = 2;

/**
 * The files that a person is uploading, as a store for React: a list that is replaced, never changed, and `subscribe`.
 * It knows nothing of tus; a transfer is opened by `open`.
 */
export class UploadQueue {
  private entries: Entry[] = [];
  private items: UploadItem[] = [];
  private lastKey = 0;
  private readonly listeners = new Set<() => void>();
  private readonly arrivalListeners = new Set<() => void>();
  private readonly now: () => number;

  constructor(private readonly options: Options) {
    this.now = options.now ?? (() => performance.now());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getItems = (): UploadItem[] => this.items;

  /** Tells when a file has become a video. */
  onArrival(listener: () => void): () => void {
    this.arrivalListeners.add(listener);
    return () => this.arrivalListeners.delete(listener);
  }

  /** Takes files as drafts. What cannot be uploaded is refused here, before its first byte. */
  add(files: Iterable<File>): void {
    for (const file of files) {
      const problem: UploadProblem | null = file.size > this.options.maxBytes ? { kind: "too_large" } : file.size === 0 ? { kind: "empty" } : null;
      this.lastKey += 1;
      const item: UploadItem = {
        key: this.lastKey, name: file.name, sizeBytes: file.size, details: this.options.firstDetails(file), state: problem ? "refused" : "draft",
        sentBytes: 0, secondsLeft: null, problem, videoId: null,
      };
      this.entries.push({ item, file, transfer: null, isHeard: false, pace: null });
    }
    this.publish();
  }

  edit(key: number, details: Partial<UploadDetails>): void {
    this.change(key, (item) => ({ details: { ...item.details, ...details }, problem: null }));
  }

  /** Queues every draft that has a title; the others say what is missing. */
  startDrafts(): void {
    for (const { item } of this.entries.filter((entry) => entry.item.state === "draft")) {
      const isUntitled = item.details.title.trim() === "";
      this.set(item.key, isUntitled ? { problem: { kind: "untitled" } } : { state: "waiting", problem: null });
    }
    this.fill();
  }

  pause(key: number): void {
    const entry = this.find(key);
    if (!entry || (entry.item.state !== "sending" && entry.item.state !== "waiting")) return;
    entry.transfer?.pause();
    entry.isHeard = false;
    this.set(key, { state: "paused", secondsLeft: null });
    this.fill();
  }

  resume(key: number): void {
    const entry = this.find(key);
    if (!entry || (entry.item.state !== "paused" && entry.item.state !== "interrupted")) return;
    this.set(key, { state: "waiting", problem: null });
    this.fill();
  }

  /** After a refusal the details can be mended. */
  mend(key: number): void {
    this.change(key, (item) => (item.state === "refused" && item.problem?.kind === "refused" ? { state: "draft", sentBytes: 0 } : {}));
  }

  /** Takes an upload off the list; the server forgets an unfinished one. */
  remove(key: number): void {
    const entry = this.find(key);
    if (!entry) return;
    entry.isHeard = false;
    if (entry.item.state !== "done") entry.transfer?.discard();
    this.entries = this.entries.filter((each) => each !== entry);
    this.publish();
    this.fill();
  }

  /** Goes on with what a lost connection stopped. */
  resumeInterrupted(): void {
    for (const { item } of this.entries) if (item.state === "interrupted" && item.problem?.kind === "connection") this.set(item.key, { state: "waiting", problem: null });
    this.fill();
  }

  /** Whether leaving the page would stop something. */
  isBusy(): boolean {
    return this.items.some((item) => item.state === "sending" || item.state === "waiting" || item.state === "finishing");
  }

  /** Stops everything and keeps what was sent; for the page's end. */
  stop(): void {
    for (const entry of this.entries) {
      if (entry.item.state !== "done") entry.transfer?.pause();
      entry.isHeard = false;
    }
  }

  private fill(): void {
    const busy = this.entries.filter(({ item }) => item.state === "sending" || item.state === "finishing").length;
    for (const entry of this.entries.filter(({ item }) => item.state === "waiting").slice(0, Math.max(0, sendingAtOnce - busy))) this.send(entry);
  }

  private send(entry: Entry): void {
    const { key } = entry.item;
    entry.pace = null;
    const isHeard = () => entry.isHeard && entry.transfer === transfer;
    const transfer = this.options.open(entry.file, entry.item.details, {
      onProgress: (sentBytes) => isHeard() && this.progress(entry, sentBytes),
      onDone: (videoId) => {
        if (!isHeard()) return;
        this.set(key, { state: "done", sentBytes: entry.item.sizeBytes, secondsLeft: null, videoId });
        for (const listener of this.arrivalListeners) listener();
        this.fill();
      },
      onProblem: (problem, isFinal) => {
        if (!isHeard()) return;
        entry.isHeard = false;
        this.set(key, { state: isFinal ? "refused" : "interrupted", problem, secondsLeft: null });
        this.fill();
      },
    });
    entry.transfer = transfer;
    entry.isHeard = true;
    this.set(key, { state: "sending" });
    transfer.start();
  }

  private progress(entry: Entry, sentBytes: number): void {
    const { sizeBytes, key } = entry.item;
    const at = this.now();
    entry.pace = entry.pace ? advancePace(entry.pace, at, sentBytes) : startPace(at, sentBytes);
    this.set(key, { state: sentBytes >= sizeBytes ? "finishing" : "sending", sentBytes, secondsLeft: secondsLeft(entry.pace, sizeBytes) });
  }

  private find(key: number): Entry | undefined {
    return this.entries.find((entry) => entry.item.key === key);
  }

  private set(key: number, changes: Partial<UploadItem>): void {
    this.change(key, () => changes);
  }

  private change(key: number, changesOf: (item: UploadItem) => Partial<UploadItem>): void {
    const entry = this.find(key);
    if (!entry) return;
    entry.item = { ...entry.item, ...changesOf(entry.item) };
    this.publish();
  }

  private publish(): void {
    this.items = this.entries.map((entry) => entry.item);
    for (const listener of this.listeners) listener();
  }
}
