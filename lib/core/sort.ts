import { z } from "zod";

/** A column to sort by, as addresses name it: `name`, or `-name` for the other way round. */
export type Sort<Key extends string> = Key | `-${Key}`;

/** Reads a sort from an address; what names none of the columns means nothing. */
export function sortSchema<const Key extends string>(keys: readonly Key[]) {
  const names = keys.flatMap((key): Sort<Key>[] => [key, `-${key}`]);
  return z.enum(names as [Sort<Key>, ...Sort<Key>[]]);
}

/** The column and the direction that a sort names. */
export function readSort<Key extends string>(sort: Sort<Key>): { key: Key; isDescending: boolean } {
  const isDescending = sort.startsWith("-");
  return { key: (isDescending ? sort.slice(1) : sort) as Key, isDescending };
}
