import { mergeUpdates } from "yjs";

/** Where what is not saved yet is kept: this browser's storage, one entry a tab. */
export type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const prefix = "atrium.notes";

/** Bytes as base64. */
export function toText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Base64 as bytes; null where it is none. */
export function fromText(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}


function merge(parts: (Uint8Array | null)[]): Uint8Array | null {
  const some = parts.filter((part) => part !== null);
  return some.length === 0 ? null : mergeUpdates(some);
}

/**
 * What a person wrote and the server has not acknowledged. It outlives the tab: the next visit of the same person in
 * this browser sends it. Acknowledged changes leave no trace here, so that a shared computer holds no copy of the notes.
 */
export class Outbox {
  private sent: Uint8Array | null = null;
  private waiting: Uint8Array | null = null;
  private readonly key: string;
  /** Entries of tabs that were closed before everything was saved; they go when that is. */
  private adopted: string[] = [];

  /** @param storage null where the browser closes it to us: then changes live as long as the tab */
  constructor(private readonly storage: Kept | null, private readonly owner: string, tab: string) {
    this.key = `${prefix}.${owner}.${tab}`;
  }

  get isEmpty(): boolean {
    return this.sent === null && this.waiting === null;
  }

  /** Takes over what earlier tabs could not send, and answers it for the document; null for nothing. */
  adopt(): Uint8Array | null {
    const found: Uint8Array[] = [];
    for (let index = 0; index < (this.storage?.length ?? 0); index += 1) {
      const key = this.storage?.key(index);
      if (!key?.startsWith(`${prefix}.${this.owner}.`) || key === this.key) continue;
      const bytes = fromText(this.storage?.getItem(key) ?? "");
      this.adopted.push(key);
      if (bytes && isReadable(bytes)) found.push(bytes);
    }
    const all = merge(found);
    if (all) this.waiting = merge([this.waiting, all]);
    return all;
  }

  /** Keeps one more change. */
  add(change: Uint8Array): void {
    this.waiting = merge([this.waiting, change]);
    this.keep();
  }

  /** All that waits, to be sent as one; null while something is on its way, or nothing waits. */
  take(): Uint8Array | null {
    if (this.sent !== null || this.waiting === null) return null;
    [this.sent, this.waiting] = [this.waiting, null];
    return this.sent;
  }

  /** The server has what was taken. */
  acknowledge(): void {
    this.sent = null;
    for (const key of this.adopted.splice(0)) this.tryStorage((storage) => storage.removeItem(key));
    this.keep();
  }

  /** The connection is gone: whether what was taken has arrived is not known, so it is sent again. */
  putBack(): void {
    this.waiting = merge([this.sent, this.waiting]);
    this.sent = null;
  }

  /** Forgets what is not saved, here and in the storage: it may not be written any more. */
  discard(): void {
    [this.sent, this.waiting] = [null, null];
    this.acknowledge();
  }

  private keep(): void {
    const all = merge([this.sent, this.waiting]);
    this.tryStorage((storage) => (all === null ? storage.removeItem(this.key) : storage.setItem(this.key, toText(all))));
  }

  private tryStorage(run: (storage: Kept) => void): void {
    if (!this.storage) return;
    try {
      run(this.storage);
    } catch {
      // Full or closed: the changes live as long as the tab.
    }
  }
}

function isReadable(bytes: Uint8Array): boolean {
  try {
    mergeUpdates([bytes, bytes]);
    return true;
  } catch {
    return false;
  }
}
