import { type Picture, type Box } from "@/server/recorder/picture";

/** One plane of bytes: where it begins, and how many bytes a row takes. */
export type Plane = { data: Uint8Array; start: number; stride: number };

type Steps = { at: Int32Array; part: Int32Array };
const knownSteps = new Map<number, Steps>();

/** Between which two source points each target point lies, and how far towards the second (of 256). */
function stepsOf(source: number, target: number): Steps {
  const key = source * 65_536 + target;
  const known = knownSteps.get(key);
  if (known) return known;
  const steps = { at: new Int32Array(target), part: new Int32Array(target) };
  for (let index = 0; index < target; index += 1) {
    const place = Math.max(0, Math.min(source - 1, ((index + 0.5) * source) / target - 0.5));
    const at = Math.max(0, Math.min(Math.floor(place), source - 2));
    steps.at[index] = at;
    steps.part[index] = source === 1 ? 0 : Math.round((place - at) * 256);
  }
  if (knownSteps.size >= 128) knownSteps.clear();
  knownSteps.set(key, steps);
  return steps;
}

function copyPlane(from: Plane, to: Plane, width: number, height: number): void {
  for (let row = 0; row < height; row += 1) {
    const start = from.start + row * from.stride;
    to.data.set(from.data.subarray(start, start + width), to.start + row * to.stride);
  }
}

/** Whether rows can be read and written in words of this many bytes. */
const isAligned = ({ data, start, stride }: Plane, bytes: number) => (data.byteOffset + start) % bytes === 0 && stride % bytes === 0;

/**
 * Half the size, four source points in a word at a time: twice the mean of two, first of rows, then of neighbours
 * (`(a & b) + ((a ^ b) >> 1)` byte by byte), which is at most one darker than the mean of four.
 */
function halveWords(from: Plane, to: Plane, width: number, height: number): void {
  const source = new Uint32Array(from.data.buffer, from.data.byteOffset + from.start, ((2 * height - 1) * from.stride + 2 * width) >> 2);
  const target = new Uint16Array(to.data.buffer, to.data.byteOffset + to.start, ((height - 1) * to.stride + width) >> 1);
  for (let row = 0; row < height; row += 1) {
    let upper = (row * from.stride) >> 1;
    let lower = upper + (from.stride >> 2);
    let at = (row * to.stride) >> 1;
    for (const end = at + (width >> 1); at < end; at += 1) {
      const a = source[upper]!;
      const b = source[lower]!;
      upper += 1;
      lower += 1;
      const rows = (a & b) + (((a ^ b) & 0xfefefefe) >>> 1);
      const pairs = (((rows & 0x00ff00ff) + ((rows >>> 8) & 0x00ff00ff) + 0x00010001) >>> 1) & 0x00ff00ff;
      target[at] = pairs | (pairs >>> 8);
    }
  }
}

/** Half the size both ways, the commonest of all: each point is the mean of four. */
function halvePlane(from: Plane, to: Plane, width: number, height: number): void {
  if (width % 2 === 0 && isAligned(from, 4) && isAligned(to, 2)) return halveWords(from, to, width, height);
  const [source, target] = [from.data, to.data];
  for (let row = 0; row < height; row += 1) {
    let upper = from.start + 2 * row * from.stride;
    let lower = upper + from.stride;
    let at = to.start + row * to.stride;
    for (const end = at + width; at < end; at += 1) {
      target[at] = (source[upper]! + source[upper + 1]! + source[lower]! + source[lower + 1]! + 2) >> 2;
      upper += 2;
      lower += 2;
    }
  }
}

/** A whole number of source points to each target point: their mean. */
function boxPlane(from: Plane, to: Plane, width: number, height: number, across: number, down: number): void {
  const [source, target] = [from.data, to.data];
  const count = across * down;
  const sums = new Uint32Array(width);
  for (let row = 0; row < height; row += 1) {
    sums.fill(count >> 1);
    for (let line = 0; line < down; line += 1) {
      let at = from.start + (row * down + line) * from.stride;
      for (let column = 0; column < width; column += 1) {
        let sum = 0;
        for (let point = 0; point < across; point += 1) sum += source[at + point]!;
        at += across;
        sums[column] = sums[column]! + sum;
      }
    }
    const start = to.start + row * to.stride;
    for (let column = 0; column < width; column += 1) target[start + column] = (sums[column]! / count) | 0;
  }
}

/** A row of points, and the same as words of four. */
type Line = { points: Uint8Array; words: Uint32Array };

/** One more word than the points need: the last point has a neighbour, too. */
function createLine(points: number): Line {
  const words = new Uint32Array((points >> 2) + 2);
  return { points: new Uint8Array(words.buffer), words };
}

/** Lays one row over another, `part` of 256 of the second; four points at a time, each in sixteen bits of its own. The rows begin at these words. */
function blendRows(first: Uint32Array, firstAt: number, second: Uint32Array, secondAt: number, blended: Uint32Array, points: number, part: number): void {
  const rest = 256 - part;
  for (let at = ((points + 3) >> 2) - 1; at >= 0; at -= 1) {
    // Taken apart as a pair, each would be an object of its own: ten megabytes for every picture.
    const a = first[firstAt + at]!;
    const b = second[secondAt + at]!;
    const even = (Math.imul(a & 0x00ff00ff, rest) + Math.imul(b & 0x00ff00ff, part) + 0x00800080) >>> 8;
    const odd = Math.imul((a >>> 8) & 0x00ff00ff, rest) + Math.imul((b >>> 8) & 0x00ff00ff, part) + 0x00800080;
    blended[at] = (even & 0x00ff00ff) | (odd & 0xff00ff00);
  }
}

function stretchLine(source: Uint8Array, { at, part }: Steps, target: Uint8Array, start: number, width: number): void {
  for (let column = 0; column < width; column += 1) {
    const place = at[column]!;
    const first = source[place]!;
    target[start + column] = first + (((source[place + 1]! - first) * part[column]! + 128) >> 8);
  }
}

/** The same plane with rows that begin at whole words: itself, or a copy. */
function aligned(from: Plane, width: number, height: number): Plane {
  if (width % 4 === 0 && isAligned(from, 4)) return from;
  const stride = (width + 3) & ~3;
  const copy = { data: new Uint8Array(stride * height), start: 0, stride };
  copyPlane(from, copy, width, height);
  return copy;
}

/** Smaller, bilinear. */
function shrinkPlane(plane: Plane, fromWidth: number, fromHeight: number, to: Plane, width: number, height: number): void {
  const [across, down] = [stepsOf(fromWidth, width), stepsOf(fromHeight, height)];
  const { data, start, stride } = aligned(plane, fromWidth, fromHeight);
  const perRow = stride >> 2;
  const lastRow = (fromHeight - 1) * perRow;
  const words = new Uint32Array(data.buffer, data.byteOffset + start, lastRow + ((fromWidth + 3) >> 2));
  const blended = createLine(fromWidth);
  for (let index = 0; index < height; index += 1) {
    const upper = down.at[index]! * perRow;
    blendRows(words, upper, words, Math.min(upper + perRow, lastRow), blended.words, fromWidth, down.part[index]!);
    stretchLine(blended.points, across, to.data, to.start + index * to.stride, width);
  }
}

/** Any other size, bilinear: whichever way makes less of it comes first. */
function stretchPlane(from: Plane, fromWidth: number, fromHeight: number, to: Plane, width: number, height: number): void {
  if (height <= fromHeight) return shrinkPlane(from, fromWidth, fromHeight, to, width, height);
  const [across, down] = [stepsOf(fromWidth, width), stepsOf(fromHeight, height)];
  const row = (index: number) => {
    const start = from.start + Math.min(index, fromHeight - 1) * from.stride;
    return from.data.subarray(start, start + fromWidth);
  };
  const [source, blended] = [createLine(fromWidth), createLine(width)];
  const stretched = [createLine(width), createLine(width)] as const;
  const held = [-1, -1];
  // Rows that follow each other take turns, so each is stretched once.
  const line = (index: number) => {
    const turn = index & 1;
    if (held[turn] !== index) {
      source.points.set(row(index));
      stretchLine(source.points, across, stretched[turn]!.points, 0, width);
      held[turn] = index;
    }
    return stretched[turn]!;
  };
  for (let index = 0; index < height; index += 1) {
    blendRows(line(down.at[index]!).words, 0, line(down.at[index]! + 1).words, 0, blended.words, width, down.part[index]!);
    to.data.set(blended.points.subarray(0, width), to.start + index * to.stride);
  }
}

/** Scales one plane into another. */
export function scalePlane(from: Plane, fromWidth: number, fromHeight: number, to: Plane, width: number, height: number): void {
  if (fromWidth === width && fromHeight === height) return copyPlane(from, to, width, height);
  const [across, down] = [Math.floor(fromWidth / width), Math.floor(fromHeight / height)];
  const isWhole = across * width === fromWidth && down * height === fromHeight;
  if (isWhole && across === 2 && down === 2) return halvePlane(from, to, width, height);
  if (isWhole) return boxPlane(from, to, width, height, across, down);
  if (across < 2 || down < 2) return stretchPlane(from, fromWidth, fromHeight, to, width, height);
  // Bilinear alone would skip points: first the mean of as many as go into one.
  const [midWidth, midHeight] = [Math.floor(fromWidth / across), Math.floor(fromHeight / down)];
  const mid = { data: new Uint8Array(midWidth * midHeight), start: 0, stride: midWidth };
  boxPlane(from, mid, midWidth, midHeight, across, down);
  stretchPlane(mid, midWidth, midHeight, to, width, height);
}

/** The largest even part of `box` with the shape of the picture, in its middle. */
export function fitInto(width: number, height: number, box: Box): Box {
  const factor = Math.min(box.width / width, box.height / height);
  const even = (length: number, most: number) => Math.min(most, Math.max(2, Math.round((length * factor) / 2) * 2));
  const fitted = { width: even(width, box.width), height: even(height, box.height) };
  return { ...fitted, x: box.x + (((box.width - fitted.width) >> 2) << 1), y: box.y + (((box.height - fitted.height) >> 2) << 1) };
}

/** Draws a picture at the size of an even part of another. */
export function drawScaled(from: Picture, to: Picture, box: Box): void {
  const plane = ({ data }: Picture, start: number, stride: number): Plane => ({ data, start, stride });
  scalePlane(plane(from, 0, from.width), from.width, from.height, plane(to, box.y * to.width + box.x, to.width), box.width, box.height);
  const chroma = (box.y >> 1) * to.chromaWidth + (box.x >> 1);
  for (const [source, target] of [[from.u, to.u], [from.v, to.v]] as const) {
    scalePlane(plane(from, source, from.chromaWidth), from.chromaWidth, from.chromaHeight, plane(to, target + chroma, to.chromaWidth), box.width >> 1, box.height >> 1);
  }
}
