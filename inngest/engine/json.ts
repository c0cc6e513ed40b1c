/**
 * JSON text that Postgres takes as jsonb; null for null and undefined. Two things that JavaScript strings may hold and
 * jsonb refuses, NUL and half surrogate pairs, become U+FFFD: a step's output must not keep its run from going on.
 */
export function toJson(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" ? storable(inner) : inner));
}

const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function storable(text: string): string {
  return text.replace(unstorable, "\ufffd");
}
