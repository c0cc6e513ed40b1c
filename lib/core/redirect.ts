/** The place to go after signing in: only a path of our own, never another origin. */
export function safeNextPath(next: string | null | undefined, fallback = "/"): string {
  if (!next || !next.startsWith("/") || /[\\\p{Cc}]/u.test(next) || next.startsWith("//")) return fallback;
  try {
    const url = new URL(next, "http://origin.invalid");
    // folding dots can uncover a second slash: "/.//evil.example" becomes "//evil.example"
    return url.host === "origin.invalid" && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : fallback;
  } catch {
    return fallback;
  }
}
