/** A small picture for a part of the video: a rectangle of a larger sheet. Times in seconds, places in pixels. */
export type StoryboardCue = { start: number; end: number; sheetUrl: string; x: number; y: number; width: number; height: number };

const timing = /^((?:\d+:)?\d{2}:\d{2}\.\d{3})\s+-->\s+((?:\d+:)?\d{2}:\d{2}\.\d{3})/;

function toSeconds(time: string): number {
  return time.split(":").reduce((total, part) => total * 60 + Number(part), 0);
}

/** Reads a WebVTT whose cues point into sheets with `#xywh=`. What cannot be read is left out: a preview is a comfort. */
export function parseStoryboard(vtt: string, baseUrl: string): StoryboardCue[] {
  const cues: StoryboardCue[] = [];
  for (const block of vtt.replaceAll("\r\n", "\n").split(/\n{2,}/)) {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => timing.test(line));
    const times = timing.exec(lines[at] ?? "");
    const target = /^(.+)#xywh=(\d+),(\d+),(\d+),(\d+)$/.exec(lines[at + 1]?.trim() ?? "");
    if (!times || !target) continue;
    const [x, y, width, height] = target.slice(2).map(Number) as [number, number, number, number];
    cues.push({ start: toSeconds(times[1]!), end: toSeconds(times[2]!), sheetUrl: new URL(target[1]!, baseUrl).href, x, y, width, height });
  }
  return cues.sort((a, b) => a.start - b.start);
}

/** The picture for a time: the last one that has begun, or the first. Null when there is none at all. */
export function cueAt(cues: readonly StoryboardCue[], seconds: number): StoryboardCue | null {
  let low = 0;
  let high = cues.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (cues[middle]!.start <= seconds) low = middle;
    else high = middle - 1;
  }
  return cues[low] ?? null;
}
