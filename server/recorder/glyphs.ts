import type { Mask } from "@/server/recorder/picture";

/** A line as thick as `radius` on both sides, round at its ends, in the units of a drawing of 24 by 24. */
type Stroke = { points: readonly (readonly [x: number, y: number])[]; radius: number };

/** The marks of a tile, drawn like the icons of the pages: a few strokes in a square of 24. */
const drawings = {
  muted: [
    { points: [[12, 5], [12, 11]], radius: 3 },
    { points: [[6, 11], [7.5, 14.8], [12, 17], [16.5, 14.8], [18, 11]], radius: 1 },
    { points: [[12, 17], [12, 21]], radius: 1 },
    { points: [[3, 3], [21, 21]], radius: 1.2 },
  ],
  hand: [
    { points: [[8, 6], [8, 13]], radius: 1.3 },
    { points: [[11.2, 4], [11.2, 13]], radius: 1.3 },
    { points: [[14.4, 5], [14.4, 13]], radius: 1.3 },
    { points: [[17.5, 8], [17.5, 14]], radius: 1.3 },
    { points: [[4.6, 13], [8, 17]], radius: 1.3 },
    { points: [[12.6, 15.6], [12.8, 16.4]], radius: 5.4 },
  ],
} as const satisfies Record<string, readonly Stroke[]>;

export type Glyph = keyof typeof drawings;

function distance(x: number, y: number, [ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

const known = new Map<string, Mask>();

/** A mark at a size in pixels. */
export function glyphMask(glyph: Glyph, size: number): Mask {
  const key = `${glyph} ${size}`;
  const before = known.get(key);
  if (before) return before;
  const mask = { width: size, height: size, data: new Uint8Array(size * size) };
  const scale = 24 / size;
  const strokes: readonly Stroke[] = drawings[glyph];
  for (let at = 0; at < mask.data.length; at += 1) {
    const [x, y] = [((at % size) + 0.5) * scale, (Math.floor(at / size) + 0.5) * scale];
    let cover = 0;
    for (const { points, radius } of strokes) {
      for (let index = 1; index < points.length; index += 1) cover = Math.max(cover, (radius - distance(x, y, points[index - 1]!, points[index]!)) / scale + 0.5);
    }
    mask.data[at] = Math.max(0, Math.min(1, cover)) * 255;
  }
  known.set(key, mask);
  return mask;
}
