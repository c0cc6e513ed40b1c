import { env } from "@/lib/platform/env";

/** The absolute address of another page of a list; parameters without a value are left out. */
export function pageUrl(path: string, parameters: Record<string, string | number | undefined>): string {
  const url = new URL(path, env().APP_URL);
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined && value !== "") url.searchParams.set(name, String(value));
  return url.href;
}

/** The links of a page that is found by counting; `shown` of `count` are on it. */
export function offsetLinks(path: string, { q, limit, offset, shown, count }: { q: string; limit: number; offset: number; shown: number; count: number }): { next: string | null; previous: string | null } {
  const link = (start: number) => pageUrl(path, { q, limit, offset: start === 0 ? undefined : start });
  return {
    next: offset + shown < count && shown > 0 ? link(offset + shown) : null,
    previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
  };
}
