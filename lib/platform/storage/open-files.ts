import { close, fstatSync, open } from "node:fs";

type OpenFile = { fd: number; sizeBytes: number; modifiedAt: Date; readers: number; isKept: boolean; untilMs: number };

/** A group that watches together asks for the same segments within seconds. */
const keptMs = 5_000;
const maxKept = 128;

/** Null for what is no file, or not there. */
function openFile(file: string): Promise<OpenFile | null> {
  return new Promise((resolve, reject) => {
    open(file, "r", (error, fd) => {
      if (error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return resolve(null);
      if (error) return reject(error);
      // Of an open file the system knows this by heart: no other thread needs to wait for a disk.
      const found = fstatSync(fd);
      if (found.isFile()) return resolve({ fd, sizeBytes: found.size, modifiedAt: found.mtime, readers: 0, isKept: false, untilMs: 0 });
      close(fd, () => resolve(null));
    });
  });
}

/**
 * Files that are open for those who read them, and for some seconds after the last one: to find and open a file costs as
 * much as to send half a megabyte of it. Only for files whose content never changes under their name.
 */
export class OpenFiles {
  readonly #kept = new Map<string, OpenFile>();
  #sweep: NodeJS.Timeout | undefined;

  #forget(name: string, file: OpenFile): void {
    this.#kept.delete(name);
    file.isKept = false;
    if (file.readers === 0) close(file.fd, () => undefined);
  }

  #keep(name: string, file: OpenFile): void {
    const [oldest] = this.#kept;
    if (oldest && this.#kept.size >= maxKept) this.#forget(...oldest);
    file.isKept = true;
    this.#kept.set(name, file);
    this.#sweep ??= setInterval(() => this.#closeOld(), keptMs).unref();
  }

  #closeOld(): void {
    for (const [name, file] of this.#kept) if (file.readers === 0 && file.untilMs <= Date.now()) this.#forget(name, file);
    if (this.#kept.size > 0) return;
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }

  /** @returns the open file, which `release` gives back once for each time it was taken; null where there is none */
  async take(name: string): Promise<OpenFile | null> {
    let file = this.#kept.get(name) ?? null;
    if (!file) {
      file = await openFile(name);
      if (!file) return null;
      // Somebody else may have opened it meanwhile: one of the two is closed after its reader.
      if (!this.#kept.has(name)) this.#keep(name, file);
    }
    file.readers += 1;
    file.untilMs = Date.now() + keptMs;
    return file;
  }

  release(file: OpenFile): void {
    file.readers -= 1;
    if (file.readers === 0 && !file.isKept) close(file.fd, () => undefined);
  }

  /** Forgets a file, or all below a folder: what was removed is not found again. */
  drop(nameOrFolder: string): void {
    for (const [name, file] of this.#kept) if (name === nameOrFolder || name.startsWith(`${nameOrFolder}/`)) this.#forget(name, file);
  }
}
