/** A text as it stands inside a pattern of LIKE: what has a meaning there means itself. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
