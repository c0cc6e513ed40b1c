import { Picture } from "@/server/recorder/picture";

/** Turns of a quarter, clockwise, that make a picture upright: a phone that is turned says so instead of turning pictures. */
export type QuarterTurns = 0 | 1 | 2 | 3;

function turnPlane(source: Uint8Array, start: number, width: number, height: number, target: Uint8Array, to: number, turns: QuarterTurns): void {
  // Where the point above left goes, and how far the next column and the next row lie from it.
  const [first, column, row] = turns === 1 ? [height - 1, height, -1] : turns === 2 ? [width * height - 1, -1, -width] : [(width - 1) * height, -height, 1];
  for (let y = 0, at = start; y < height; y += 1) {
    let place = to + first + y * row;
    for (const end = at + width; at < end; at += 1) {
      target[place] = source[at]!;
      place += column;
    }
  }
}

/** The picture as it is to be seen. */
export function upright(picture: Picture, turns: QuarterTurns): Picture {
  if (turns === 0) return picture;
  const turned = turns === 2 ? new Picture(picture.width, picture.height) : new Picture(picture.height, picture.width);
  const { data, width, height, chromaWidth, chromaHeight } = picture;
  turnPlane(data, 0, width, height, turned.data, 0, turns);
  turnPlane(data, picture.u, chromaWidth, chromaHeight, turned.data, turned.u, turns);
  turnPlane(data, picture.v, chromaWidth, chromaHeight, turned.data, turned.v, turns);
  return turned;
}
