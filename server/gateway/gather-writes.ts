import type { ServerResponse } from "node:http";

/** More than a page has; what is larger is a file, which goes as it comes. */
const heldBytes = 128 * 1024;
/** Next gives the parts of one page in turns that follow one another; whatever takes longer is awaited by the reader too. */
const turns = 3;

/**
 * Sends what is written within a few turns of the event loop as one: Next writes the head, the page, its data and its end
 * one by one, and each write of a socket costs as much as a small query. A page that is sent in parts on purpose still
 * comes in parts, and a connection that can't keep up is not written to beyond one page.
 */
export function gatherWrites(res: ServerResponse): void {
  const write = res.write.bind(res) as (chunk: Uint8Array) => boolean;
  const end = res.end.bind(res) as (chunk?: Uint8Array) => ServerResponse;
  let held: Uint8Array[] = [];
  let size = 0;
  let isPlanned = false;

  const take = (): Uint8Array | undefined => {
    const all = held.length > 1 ? Buffer.concat(held) : held[0];
    held = [];
    size = 0;
    return all;
  };
  const flush = (): boolean => {
    const all = res.destroyed || res.writableEnded ? undefined : take();
    return all === undefined || write(all);
  };
  const plan = (left: number): void => {
    setImmediate(() => {
      if (left > 1) return plan(left - 1);
      isPlanned = false;
      flush();
    });
  };
  const hold = (chunk: unknown, encoding: unknown): void => {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8") : (chunk as Uint8Array);
    held.push(bytes);
    size += bytes.length;
  };

  // The head goes with the first part.
  res.flushHeaders = () => undefined;
  res.write = ((chunk: unknown, encoding?: unknown, done?: unknown) => {
    hold(chunk, encoding);
    const callback = typeof encoding === "function" ? encoding : done;
    if (typeof callback === "function") process.nextTick(callback as () => void);
    if (size > heldBytes || res.writableNeedDrain) return flush();
    if (!isPlanned) {
      isPlanned = true;
      plan(turns);
    }
    return true;
  }) as typeof res.write;
  res.end = ((chunk?: unknown, encoding?: unknown, done?: unknown) => {
    const callback = [chunk, encoding, done].find((each) => typeof each === "function");
    if (typeof callback === "function") res.once("finish", callback as () => void);
    if (chunk !== undefined && chunk !== null && typeof chunk !== "function") hold(chunk, encoding);
    return end(take());
  }) as typeof res.end;
}
