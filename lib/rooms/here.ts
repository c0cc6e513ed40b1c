import { settings } from "@/lib/core/settings";

/**
 * Who has a room's page open, in the memory of each process: told over the bus by every process, forgotten after a while
 * without a sign. Nothing of it is written down, and nothing rests on it.
 */
type Here = Map<number, Map<number, number>>;

const key = Symbol.for("atrium.here");
const shared = globalThis as { [key]?: Here };
const rooms = (): Here => (shared[key] ??= new Map());

/** Topic of `[room id, person's id, whether they are there, seconds until the next sign]`. */
export const hereTopic = "here";
export type HereSign = [roomId: number, userId: number, isHere: boolean, againSeconds: number];

/** Takes a sign in; true when it is news. */
export function noteHere([roomId, userId, isHere, againSeconds]: HereSign, nowMs = Date.now()): boolean {
  const people = rooms().get(roomId) ?? new Map<number, number>();
  if (!isHere) {
    const was = people.delete(userId);
    if (people.size === 0) rooms().delete(roomId);
    return was;
  }
  const isNews = !people.has(userId);
  // Two signs may be lost.
  people.set(userId, nowMs + 2500 * againSeconds);
  rooms().set(roomId, people);
  return isNews;
}

/** Who is there, as many as are told; those who came first first. */
export function whoIsHere(roomId: number): { ids: number[]; count: number } {
  const people = [...(rooms().get(roomId)?.keys() ?? [])];
  return { ids: people.slice(0, settings.hereTold), count: people.length };
}

/** When somebody tells again that they are there: less often the more there are, so that a room of thousands costs some requests a second. */
export function againSecondsIn(roomId: number): number {
  return Math.max(settings.hereAgainSeconds, Math.ceil(whoIsHere(roomId).count / settings.hereSignsPerSecond));
}

/** Those who gave no sign for too long; they are forgotten. */
export function takeGone(nowMs = Date.now()): { roomId: number; userId: number }[] {
  const gone = [...rooms()].flatMap(([roomId, people]) => [...people].flatMap(([userId, untilMs]) => (untilMs <= nowMs ? [{ roomId, userId }] : [])));
  for (const { roomId, userId } of gone) noteHere([roomId, userId, false, 0]);
  return gone;
}
