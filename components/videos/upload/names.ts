// Control characters, and the two that no text of a video may hold.
const unwanted = /[<>\p{Cc}]/gu;

/** A file's name as the server takes it: without `<`, `>` and control characters, the end kept when it is too long. */
export function cleanFilename(name: string, maxLength: number): string {
  return name.replace(unwanted, " ").trim().slice(-maxLength) || "video";
}

/** A first title from a file's name: without its ending, with spaces where names have dashes. */
export function titleOfFile(name: string, maxLength: number): string {
  const stem = name.replace(unwanted, " ").replace(/\.[A-Za-z0-9]{1,5}$/, "");
  const words = stem.includes(" ") ? stem : stem.replace(/[_-]+/g, " ");
  return words.replace(/\s+/g, " ").trim().slice(0, maxLength).trim() || name.replace(unwanted, "").trim().slice(0, maxLength) || "Video";
}
