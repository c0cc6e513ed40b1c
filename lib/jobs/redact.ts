/** Keys whose values open something, or are somebody's words or address: mails carry links that sign people in. */
const sensitive = /token|secret|password|passw|otp|cookie|authorization|credential|signature|link|url|href|html|text|body|content|subject|message(?!_?id)|mail|recipient|^to$|address|phone|^name$|title/i;
const maxLength = 120;
const maxDepth = 6;

/**
 * The data of an event or the outcome of a run as administrators may see it: numbers, switches and short identifiers
 * stay, whatever may be a secret or private is covered, long texts are cut.
 */
export function redactJobData(value: unknown, key = "", depth = 0): unknown {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (depth >= maxDepth) return "…";
  if (Array.isArray(value)) return value.slice(0, 50).map((each) => redactJobData(each, key, depth + 1));
  if (typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, redactJobData(each, name, depth + 1)]));
  if (typeof value !== "string") return null;
  if (sensitive.test(key) || value.includes("@") || /^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return "•••";
  return value.length > maxLength ? `${value.slice(0, maxLength)}…` : value;
}
