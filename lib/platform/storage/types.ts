import type { Readable, Writable } from "node:stream";

export type StoredObject = { sizeBytes: number; modifiedAt: Date };
/** Both ends are included, as in a Range header. */
export type ByteRange = { start: number; end: number };

export type ObjectToSend = StoredObject & {
  /** Sends a part to its end after `begin`, and ends `to`. @throws when the object is gone, the connection or the reading broke */
  send(range: ByteRange, to: Writable, begin: () => void): Promise<void>;
  release(): void;
};

/**
 * Where files live. Keys are relative paths of plain names (`videos/12/g1/480p/index.m3u8`); what an object key says
 * never changes: a new content gets a new key.
 */
export interface Storage {
  /** Null when there is no such object. */
  stat(key: string): Promise<StoredObject | null>;
  /** A stream of the bytes; the caller destroys it. @throws when the object is gone */
  open(key: string, range?: ByteRange): Promise<Readable>;
  /** An object to be sent; null when there is no such object. What is answered must be released. */
  openToSend(key: string): Promise<ObjectToSend | null>;
  /** @throws when there is no such object */
  readText(key: string): Promise<string>;
  /** Puts a finished local file under a key; the local file stays. Doing it twice is doing it once. */
  putFile(localFile: string, key: string): Promise<void>;
  /** Moves a finished local folder under a prefix. The prefix appears as a whole or not at all. Doing it twice is doing it once. */
  publishFolder(localFolder: string, prefix: string): Promise<void>;
  /** Runs `use` with a local file that has the object's bytes, for programs that seek. @throws when the object is gone */
  withLocalFile<T>(key: string, use: (localFile: string) => Promise<T>): Promise<T>;
  /** Names directly below a prefix; empty when there is nothing. */
  list(prefix: string): Promise<string[]>;
  /** Removes an object, or everything below a prefix; nothing there is fine. */
  remove(keyOrPrefix: string): Promise<void>;
  /** An address at the service where anybody may read the object for some seconds, with these headers; null where there is none. */
  addressOf(key: string, headers: { type: string; cacheControl: string }, seconds: number): Promise<string | null>;
  /** Forgets parts of objects that nobody has finished for so long. @returns of how many objects */
  removeUnfinished(olderThanSeconds: number): Promise<number>;
  /** Whether the service answers and knows us; what is on this machine's disk is looked at elsewhere. @throws when it does not */
  check(): Promise<void>;
}
