/** Browsers by where they keep the permissions of a page. */
export const browserFamilies = ["android", "ios", "chromium", "firefox", "safari", "other"] as const;
export type BrowserFamily = (typeof browserFamilies)[number];

/** Which of them this is, by what it calls itself: only for words of help, never for what it can. @param hasTouch tells an iPad, which calls itself a Mac */
export function browserFamilyOf(userAgent: string, hasTouch = false): BrowserFamily {
  if (/iPhone|iPad|iPod/.test(userAgent) || (hasTouch && /Macintosh/.test(userAgent))) return "ios";
  if (/Android/.test(userAgent)) return "android";
  if (/Firefox\//.test(userAgent)) return "firefox";
  if (/Chrom(e|ium)\//.test(userAgent)) return "chromium";
  return /Safari\//.test(userAgent) ? "safari" : "other";
}
