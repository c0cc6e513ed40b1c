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

/** Half the size both ways, the commonest of all: each point is the mean of four. */
function halvePlane(from: Plane, to: Plane, width: number, height: number): void {
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

/** Any other size, bilinear. A source row is stretched once, also where two target rows lie between the same two. */
function stretchPlane(from: Plane, fromWidth: number, fromHeight: number, to: Plane, width: number, height: number): void {
  const across = stepsOf(fromWidth, width);
  const down = stepsOf(fromHeight, height);
  const next = fromWidth > 1 ? 1 : 0;
  const stretch = (row: number, line: Int32Array) => {
    const start = from.start + Math.min(row, fromHeight - 1) * from.stride;
    for (let column = 0; column < width; column += 1) {
      const at = start + across.at[column]!;
      const first = from.data[at]!;
      line[column] = (first << 8) + (from.data[at + next]! - first) * across.part[column]!;
    }
  };
  let [upper, lower] = [new Int32Array(width), new Int32Array(width)];
  let [upperRow, lowerRow] = [-1, -1];
  for (let row = 0; row < height; row += 1) {
    const first = down.at[row]!;
    if (first === lowerRow) [upper, lower, upperRow, lowerRow] = [lower, upper, lowerRow, upperRow];
    if (first !== upperRow) stretch((upperRow = first), upper);
    if (first + 1 !== lowerRow) stretch((lowerRow = first + 1), lower);
    const part = down.part[row]!;
    const start = to.start + row * to.stride;
    for (let column = 0; column < width; column += 1) to.data[start + column] = ((upper[column]! << 8) + (lower[column]! - upper[column]!) * part + 32_768) >> 16;
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
