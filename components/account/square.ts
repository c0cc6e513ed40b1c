/** A square part of a picture, in whole pixels of it. */
export type Square = { left: number; top: number; size: number };
type Extent = { width: number; height: number };

function inside({ width, height }: Extent, left: number, top: number, wished: number): Square {
  const size = Math.max(1, Math.min(Math.round(wished), width, height));
  const within = (value: number, room: number) => Math.min(Math.max(0, Math.round(value)), room - size);
  return { left: within(left, width), top: within(top, height), size };
}

/** The largest square in the middle. */
export function middleSquare(picture: Extent): Square {
  const size = Math.min(picture.width, picture.height);
  return inside(picture, (picture.width - size) / 2, (picture.height - size) / 2, size);
}

/** Moved, as far as the picture goes. */
export function moveSquare(picture: Extent, square: Square, byX: number, byY: number): Square {
  return inside(picture, square.left + byX, square.top + byY, square.size);
}

/** Another size around the same middle, as far as the picture goes. */
export function zoomSquare(picture: Extent, square: Square, size: number): Square {
  return inside(picture, square.left + (square.size - size) / 2, square.top + (square.size - size) / 2, size);
}
