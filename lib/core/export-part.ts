/** A part of the copy of somebody's data: one JSON file, made row by row so that no part is ever whole in memory. */
export type ExportPart = { name: string; rows: (personId: number) => AsyncIterable<unknown> };

/** Rows in pages, by a number that grows: `read` gets the last one's and answers the next page, empty at the end. */
export async function* inPages<Row extends { id: number }>(read: (afterId: number) => Promise<Row[]>): AsyncGenerator<Row> {
  for (let page = await read(0); page.length > 0; page = await read(page.at(-1)!.id)) yield* page;
}
