import type { Upload, UploadAnswer, UploadProblem } from "@/components/chat/files/file-api";
import { keepOwnPicture } from "@/components/chat/files/own-pictures";
import type { Attachment } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";

/** A file that was chosen for the next message. */
export type TrayItem = { key: number; name: string; size: number; /** Where the browser has the picture. */ localUrl: string | null } & (
  | { state: "waiting" }
  | { state: "sending"; /** 0 to 1. */ part: number }
  | { state: "ready"; attachment: Attachment }
  | { state: "failed"; problem: UploadProblem }
);

type Doors = { upload: (file: File, onProgress: (part: number) => void) => Upload; discard: (attachment: Attachment) => void; localUrlOf: (file: File) => string | null; forget: (localUrl: string) => void };

/** Two lines to the server; the others are for the chat itself. */
const atOnce = 2;

/** What can be said without asking the server. */
function problemOf({ size }: File): UploadProblem | null {
  if (size === 0) return "empty";
  return size > settings.fileMaxBytes ? "too_large" : null;
}

/**
 * The files of the message that is being written: each goes up as soon as it was chosen, two at a time, and can be taken
 * out or tried again by itself. `items` is another list after each change.
 */
export class FileTray {
  items: readonly TrayItem[] = [];
  private lastKey = 0;
  private readonly files = new Map<number, File>();
  private readonly uploads = new Map<number, Upload>();
  private readonly listeners = new Set<() => void>();
  constructor(private readonly doors: Doors) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): readonly TrayItem[] => this.items;

  get isBusy(): boolean {
    return this.items.some(({ state }) => state === "waiting" || state === "sending");
  }

  /** Takes as many as a message can still carry. Answers how many it left out. */
  add(files: readonly File[]): number {
    const taken = files.slice(0, Math.max(0, settings.filesPerMessage - this.items.length));
    const added = taken.map((file): TrayItem => {
      const key = (this.lastKey += 1);
      this.files.set(key, file);
      const problem = problemOf(file);
      const known = { key, name: file.name, size: file.size, localUrl: problem ? null : this.doors.localUrlOf(file) };
      return problem ? { ...known, state: "failed", problem } : { ...known, state: "waiting" };
    });
    this.set([...this.items, ...added]);
    return files.length - taken.length;
  }

  remove(key: number): void {
    const item = this.items.find((each) => each.key === key);
    this.uploads.get(key)?.abort();
    this.forget(key);
    if (item?.localUrl) this.doors.forget(item.localUrl);
    if (item?.state === "ready") this.doors.discard(item.attachment);
    this.set(this.items.filter((each) => each.key !== key));
  }

  retry(key: number): void {
    this.change(key, ({ name, size, localUrl }) => ({ key, name, size, localUrl, state: "waiting" }));
  }

  /** What goes with the message that is sent now; what failed stays. */
  take(): Attachment[] {
    const ready = this.items.flatMap((item) => (item.state === "ready" ? [item] : []));
    for (const { key, localUrl, attachment } of ready) {
      if (localUrl && attachment.kind === "picture") keepOwnPicture(attachment.id, localUrl);
      else if (localUrl) this.doors.forget(localUrl);
      this.forget(key);
    }
    this.set(this.items.filter(({ state }) => state !== "ready"));
    return ready.map(({ attachment }) => attachment);
  }

  /** Nothing is sent any more. */
  clear(): void {
    for (const { key } of this.items) this.remove(key);
  }

  private forget(key: number): void {
    this.files.delete(key);
    this.uploads.delete(key);
  }

  private change(key: number, change: (item: TrayItem) => TrayItem): void {
    if (this.items.some((item) => item.key === key)) this.set(this.items.map((item) => (item.key === key ? change(item) : item)));
  }

  private set(items: readonly TrayItem[]): void {
    this.items = items;
    this.startNext();
    for (const listener of this.listeners) listener();
  }

  private startNext(): void {
    for (const { key, state, name, size, localUrl } of this.items) {
      if (this.uploads.size >= atOnce) return;
      const file = this.files.get(key);
      if (state !== "waiting" || !file) continue;
      const upload = this.doors.upload(file, (part) => this.uploads.get(key) === upload && this.change(key, (item) => (item.state === "sending" ? { ...item, part } : item)));
      this.uploads.set(key, upload);
      this.items = this.items.map((item) => (item.key === key ? { key, name, size, localUrl, state: "sending", part: 0 } : item));
      void upload.done.then((answer) => this.settle(key, upload, answer));
    }
  }

  private settle(key: number, upload: Upload, answer: UploadAnswer): void {
    if (this.uploads.get(key) !== upload) {
      // Taken out while its answer was on the way.
      if ("attachment" in answer) this.doors.discard(answer.attachment);
      return;
    }
    this.uploads.delete(key);
    this.change(key, ({ name, size, localUrl }) => ("attachment" in answer ? { key, name, size, localUrl, state: "ready", attachment: answer.attachment } : { key, name, size, localUrl, state: "failed", problem: answer.problem }));
  }
}
