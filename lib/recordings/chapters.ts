import { settings } from "@/lib/core/settings";
import type { Speaker } from "@/lib/recordings/speakers";

/** A longer stretch of a recording in which one person speaks most; in seconds. */
type Stretch = { start: number; identity: string };

const interjectionSeconds = 10;
type Part = { start: number; end: number; /** Seconds that each has spoken in it. */ shares: Map<string, number> };

function loudestOf({ shares }: Part): string {
  return [...shares].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

/** Both as one; who has spoken most in it gives it the name. */
function join(a: Part, b: Part): Part {
  const shares = new Map(a.shares);
  for (const [identity, seconds] of b.shares) shares.set(identity, (shares.get(identity) ?? 0) + seconds);
  return { start: a.start, end: b.end, shares };
}

const isShort = ({ start, end }: Part, seconds: number) => end - start < seconds;

/** A word of somebody between two stretches of one person belongs to these. */
function withoutInterjections(parts: readonly Part[]): Part[] {
  const kept: Part[] = [];
  for (const part of parts) {
    const [before, between] = kept.slice(-2);
    if (before && between && isShort(between, interjectionSeconds) && loudestOf(before) === loudestOf(part)) kept.splice(-2, 2, join(join(before, between), part));
    else kept.push(part);
  }
  return kept;
}

/** Goes on with a part until it is long enough, so that a lively exchange is its most talkative person's; neighbours of one person are one. */
function gather(parts: readonly Part[], seconds: number): Part[] {
  const gathered: Part[] = [];
  for (const part of parts) {
    const before = gathered.at(-1);
    if (before && (isShort(before, seconds) || loudestOf(before) === loudestOf(part))) gathered[gathered.length - 1] = join(before, part);
    else gathered.push(part);
  }
  const [before, last] = gathered.slice(-2);
  if (before && last && isShort(last, seconds)) gathered.splice(-2, 2, join(before, last));
  return gathered;
}

/** The shortest goes on in the shorter one of its neighbours. */
function withoutShortest(parts: readonly Part[]): Part[] {
  const lengths = parts.map(({ start, end }) => end - start);
  const at = lengths.indexOf(Math.min(...lengths));
  const first = at === 0 || (lengths[at + 1] ?? Infinity) < lengths[at - 1]! ? at : at - 1;
  return [...parts.slice(0, first), join(parts[first]!, parts[first + 1]!), ...parts.slice(first + 2)];
}

/**
 * The chapters of a recording from who spoke: one for each longer stretch of one person. Interjections belong to the
 * stretch in which they fall. None is shorter than `settings.recordingChapterSeconds`, and there are at most
 * `settings.recordingMaxChapters`. Empty where there would be only one.
 * @param speakers in their order
 */
export function chaptersOf(speakers: readonly Speaker[], durationSeconds: number): Stretch[] {
  const heard = speakers.filter(({ at }) => at < durationSeconds);
  let parts: Part[] = heard.map(({ at, identity }, index) => {
    const end = heard[index + 1]?.at ?? durationSeconds;
    return { start: index === 0 ? 0 : at, end, shares: new Map([[identity, end - at]]) };
  });
  parts = withoutInterjections(parts);
  // What was gathered may have the person of its neighbour now.
  for (let count = -1; count !== parts.length; ) {
    count = parts.length;
    parts = gather(parts, settings.recordingChapterSeconds);
  }
  while (parts.length > settings.recordingMaxChapters) parts = withoutShortest(parts);
  return parts.length < 2 ? [] : parts.map((part) => ({ start: part.start, identity: loudestOf(part) }));
}
