/** An address with those values as its query that say something. */
export function withQuery(path: string, values: Record<string, string | number | null | undefined>): string {
  const query = new URLSearchParams(Object.entries(values).flatMap(([name, value]) => (value === null || value === undefined || value === "" ? [] : [[name, String(value)]]))).toString();
  return query === "" ? path : `${path}?${query}`;
}
