/** The place to go after signing in: only a path of our own, never another origin. */
export function safeNextPath(next: string | null | undefined, fallback = "/"): string {
  if (!next || !next.startsWith("/") || /[\\\p{Cc}]/u.test(next) || next.startsWith("//")) return fallback;
  try {
    const url = new URL(next, "http://origin.invalid");
    return url.host === "origin.invalid" ? url.pathname + url.search + url.hash : fallback;
  } catch {
    return fallback;
  }
}
