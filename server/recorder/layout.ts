import type { Box } from "@/server/recorder/picture";
import { fitInto } from "@/server/recorder/scale";

export const canvasWidth = 1280;
export const canvasHeight = 720;
/** More are not drawn at once: whoever spoke last is. */
export const maxTiles = 16;

/** Five tiles of 16:9 fill the height beside what is in focus. */
const stripTiles = 5;
const stripWidth = 256;
const stripHeight = canvasHeight / stripTiles;

/** What may get a tile: a person with or without a picture, or a shared screen. */
export type Candidate = { key: string; kind: "person" | "screen"; identity: string; /** Grows with each who speaks; 0 for who never did. */ lastSpoke: number; /** Grows with each who comes. */ cameAt: number };
export type Seat = { key: string; box: Box };

/** The largest tile with its edges on even points. */
const even = (length: number) => Math.floor(length / 2) * 2;

/** People's tiles have the shape of a camera, in the middle of their place; so a name lies on its picture. */
const cameraShaped = (box: Box) => fitInto(16, 9, box);

/** Equal tiles over the whole picture; the last row in its middle. */
function grid(keys: readonly string[]): Seat[] {
  const columns = Math.ceil(Math.sqrt(keys.length)) || 1;
  const rows = Math.ceil(keys.length / columns) || 1;
  const [width, height] = [even(canvasWidth / columns), even(canvasHeight / rows)];
  return keys.map((key, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, keys.length - row * columns);
    return { key, box: cameraShaped({ x: even((canvasWidth - inRow * width) / 2) + (index % columns) * width, y: row * height, width, height }) };
  });
}

/** One large, up to five beside it. A screen gets all the room there is: it has any shape. */
function focus({ key: main, kind }: Candidate, others: readonly string[]): Seat[] {
  const strip = others.map((key, index) => ({ key, box: { x: canvasWidth - stripWidth, y: index * stripHeight, width: stripWidth, height: stripHeight } }));
  const place = { x: 0, y: 0, width: canvasWidth - (others.length > 0 ? stripWidth : 0), height: canvasHeight };
  return [{ key: main, box: kind === "screen" ? place : cameraShaped(place) }, ...strip];
}

/**
 * Who of too many is shown: whoever spoke last. Those who are shown already keep their place, so that nothing jumps
 * while somebody unseen takes the place of the one who has been silent longest.
 */
function pick(candidates: readonly Candidate[], places: number, shown: readonly string[]): string[] {
  const isShown = new Set(shown);
  const ranked = [...candidates].sort((a, b) => b.lastSpoke - a.lastSpoke || Number(isShown.has(b.key)) - Number(isShown.has(a.key)) || a.cameAt - b.cameAt);
  const chosen = new Set(ranked.slice(0, places).map(({ key }) => key));
  const newcomers = [...candidates].sort((a, b) => a.cameAt - b.cameAt).filter(({ key }) => chosen.has(key) && !isShown.has(key)).map(({ key }) => key);
  const seats = shown.map((key) => (chosen.has(key) ? key : undefined));
  const filled = seats.map((key) => key ?? newcomers.shift()).filter((key) => key !== undefined);
  return [...filled, ...newcomers];
}

/**
 * Where everybody is drawn. A shared screen is always in focus, the latest of several; `loudest` is the person in focus
 * otherwise, null for a grid. `before` are the seats until now.
 */
export function seat(candidates: readonly Candidate[], loudest: string | null, before: readonly Seat[]): Seat[] {
  const screens = candidates.filter(({ kind }) => kind === "screen").sort((a, b) => b.cameAt - a.cameAt);
  const main = screens[0] ?? (loudest === null ? undefined : (candidates.find(({ identity }) => identity === loudest) ?? candidates[0]));
  if (!main) return grid(pick(candidates, maxTiles, before.map(({ key }) => key)));
  const others = candidates.filter(({ key }) => key !== main.key);
  return focus(main, pick(others, stripTiles, before.map(({ key }) => key).filter((key) => key !== main.key)));
}
