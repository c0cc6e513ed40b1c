import { bestGrid } from "@/components/call/grid";

/** A person's place in the grid. `spokeAt` is when they were heard last in milliseconds of any one clock, 0 for never. */
export type Seat = { identity: string; joinedAt: number; spokeAt: number };

/** More than this on one page are stamps, not faces; each picture also costs the machine that decodes it. */
const mostOnAPage = 25;
/** Below this width in pixels a face cannot be read any more. */
const narrowestTile = (width: number) => (width < 600 ? 150 : 200);

/** How many tiles fit a box so that each face can still be read; at least one. */
export function capacityOf(width: number, height: number): number {
  let count = mostOnAPage;
  while (count > 1 && bestGrid(count, width, height).tileWidth < narrowestTile(width)) count -= 1;
  return count;
}

/**
 * Who sits where, by identity, from who sat where before. Nobody moves without need: newcomers go to the end, and one who
 * speaks on a later page changes seats with the one of the first page (`capacity` seats) who has been silent the longest.
 */
export function seatPeople(before: readonly string[], seats: readonly Seat[], capacity: number): string[] {
  const byIdentity = new Map(seats.map((seat) => [seat.identity, seat]));
  const known = before.filter((identity) => byIdentity.has(identity));
  const isSeated = new Set(known);
  const newcomers = seats.filter(({ identity }) => !isSeated.has(identity)).sort((a, b) => a.joinedAt - b.joinedAt);
  const order = [...known, ...newcomers.map(({ identity }) => identity)];
  const spokeAt = (identity: string | undefined) => (identity === undefined ? Infinity : (byIdentity.get(identity)?.spokeAt ?? 0));
  for (let index = capacity; index < order.length; index += 1) {
    const first = order.slice(0, capacity);
    const quietest = first.reduce((least, identity, at) => (spokeAt(identity) < spokeAt(first[least]) ? at : least), 0);
    if (spokeAt(order[index]) > spokeAt(first[quietest])) [order[quietest], order[index]] = [order[index]!, order[quietest]!];
  }
  return order;
}

/** How many others a page of `capacity` tiles holds: one seat of each is one's own, where one has a tile and it does not fill the page. */
export function othersOnAPage(capacity: number, hasOwn: boolean): number {
  return hasOwn && capacity > 1 ? capacity - 1 : capacity;
}

/** The pages of a grid, oneself always in sight: on every page one seat is one's own. @param own null where one has no tile */
export function pagesOf(others: readonly string[], own: string | null, capacity: number): string[][] {
  const perPage = othersOnAPage(capacity, own !== null);
  const pages: string[][] = [];
  for (let start = 0; start < others.length; start += perPage) pages.push([...others.slice(start, start + perPage), ...(own === null || capacity === 1 ? [] : [own])]);
  return pages.length > 0 ? pages : [own === null ? [] : [own]];
}
