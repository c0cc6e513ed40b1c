export type GridShape = { columns: number; tileWidth: number; tileHeight: number };

/** The widest shape of a tile, and the narrowest: on a phone held upright the cameras are upright too. */
const widest = 16 / 9;
const narrowestOf = (width: number, height: number) => (width > height ? 4 / 3 : 4 / 5);

/** How much of a picture a tile shows: a tall tile crops a wide picture to its middle, so height beyond half as much again is worth nothing. */
function shownArea({ tileWidth, tileHeight }: GridShape): number {
  return tileWidth * Math.min(tileHeight, (tileWidth / widest) * 1.5);
}

/** The columns that make `count` equal tiles show most in a box, all lengths in pixels. */
export function bestGrid(count: number, width: number, height: number, gap = 8): GridShape {
  const narrowest = narrowestOf(width, height);
  let best: GridShape = { columns: 1, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = Math.max(0, (width - gap * (columns - 1)) / columns);
    const cellHeight = Math.max(0, (height - gap * (rows - 1)) / rows);
    const tileWidth = Math.floor(Math.min(cellWidth, cellHeight * widest));
    const shape = { columns, tileWidth, tileHeight: Math.floor(Math.min(cellHeight, tileWidth / narrowest)) };
    if (shownArea(shape) > shownArea(best)) best = shape;
  }
  return best;
}
