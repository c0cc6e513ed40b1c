/** Turns a name into an address part: lower case ASCII letters, digits, hyphens; at most 60 characters; may be empty. */
export function slugify(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
}

/** A slug holds a letter, so that it can never be mistaken for a room's number. Groups of digits, then the first letter: no looking ahead, which programs that make inputs from the OpenAPI document cannot follow. */
export const slugPattern = /^(?:[0-9]+-)*[0-9]*[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** The room address in what a person typed or pasted: a code (also spelt with spaces or capitals) or any link to a room. Null for anything else. */
export function slugOfCode(text: string): string | null {
  const inLink = /(?:^|\/)r\/([^/?#\s]+)/.exec(text.trim())?.[1];
  const slug = (inLink ?? text.trim().replace(/\s+/g, "-")).toLowerCase();
  return slug.length <= 80 && slugPattern.test(slug) ? slug : null;
}
