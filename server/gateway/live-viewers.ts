import { randomUUID } from "node:crypto";
import { settings } from "@/lib/core/settings";
import { publish, subscribe } from "@/lib/platform/listen";

const topic = "stream-viewers";
const tellMs = 4_000;
const countMs = 1_000;
/** Beyond this nobody is counted any more: whoever makes up viewers fills no memory. */
const mostViewers = 20_000;

const self = randomUUID();
const lifeMs = settings.streamViewerSeconds * 1000;
/** When each viewer of a stream asked this process last, in epoch milliseconds. */
const seen = new Map<string, Map<string, number>>();
/** What was counted here, and when: everybody who watches asks for it. */
const counted = new Map<string, { count: number; atMs: number }>();
/** What the other processes have counted. */
const told = new Map<string, Map<string, { count: number; atMs: number }>>();
let timer: NodeJS.Timeout | undefined;

/** Somebody has asked for the playlist of a stream. */
export function noteViewer(streamId: string, viewer: string): void {
  const viewers = seen.get(streamId) ?? new Map<string, number>();
  if (viewers.size < mostViewers || viewers.has(viewer)) viewers.set(viewer, Date.now());
  seen.set(streamId, viewers);
  timer ??= setInterval(tell, tellMs).unref();
}

function ownCount(streamId: string): number {
  const viewers = seen.get(streamId);
  for (const [viewer, atMs] of viewers ?? []) if (Date.now() - atMs > lifeMs) viewers?.delete(viewer);
  if (viewers?.size === 0) seen.delete(streamId);
  return viewers?.size ?? 0;
}

function recentCount(streamId: string): number {
  const known = counted.get(streamId);
  if (known && Date.now() - known.atMs < countMs) return known.count;
  const count = ownCount(streamId);
  if (seen.has(streamId)) counted.set(streamId, { count, atMs: Date.now() });
  else counted.delete(streamId);
  return count;
}

/** How many watch a stream, here and by other processes; a second old, theirs some seconds. */
export function countViewers(streamId: string): number {
  let others = 0;
  for (const { count, atMs } of told.get(streamId)?.values() ?? []) if (Date.now() - atMs <= lifeMs) others += count;
  return recentCount(streamId) + others;
}

/** What is not told again is forgotten by the others, so a lost word is no matter. */
function tell(): void {
  const counts = [...seen.keys()].map((id) => [id, ownCount(id)] as const).filter(([, count]) => count > 0);
  if (counts.length > 0) return void publish(topic, { from: self, counts });
  clearInterval(timer);
  timer = undefined;
}

function hear(payload: unknown): void {
  const { from, counts } = payload as { from: string; counts: [string, number][] };
  if (from === self) return;
  for (const [id, count] of counts) told.set(id, (told.get(id) ?? new Map<string, { count: number; atMs: number }>()).set(from, { count, atMs: Date.now() }));
  for (const [id, processes] of told) if ([...processes.values()].every(({ atMs }) => Date.now() - atMs > lifeMs)) told.delete(id);
}

/** Begins to hear what other processes count. Answers how to stop. */
export function startViewerCounts(): Promise<() => void> {
  return subscribe({ onItems: (items) => items.forEach(([name, payload]) => name === topic && hear(payload)), onReset: () => undefined });
}
