import { settings } from "@/lib/core/settings";

/** What must not stand in a name: controls, halves of pairs, and what turns or hides the letters after it, so that `exe.jpg` is never read for `gpj.exe`. */
const unseen = /[\p{Cc}\p{Cs}\p{Co}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;

/** How many code points at the end may be its kind. */
const extensionMax = 12;

/** The part after the last dot, with it; empty where there is none. */
export function extensionOf(name: string): string {
  const match = new RegExp(`(?<=.)\\.[\\p{L}\\p{N}]{1,${extensionMax}}$`, "u").exec(name);
  return match?.[0] ?? "";
}

/** The name of a file as it may be shown and saved: without folders, without what hides or reverses, of a bounded length whose end stays. */
export function cleanFileName(given: string): string {
  const last = given.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const name = last.replace(unseen, "").replace(/\s+/gu, " ").replace(/^[.\s]+|[.\s]+$/gu, "");
  if (name === "") return "file";
  const points = [...name];
  if (points.length <= settings.fileNameMaxCodePoints) return name;
  const extension = extensionOf(name);
  return `${points.slice(0, settings.fileNameMaxCodePoints - [...extension].length).join("").trimEnd()}${extension}`;
}

/** The name with the ending of what it really is, where it has another one. */
export function withExtension(name: string, endings: readonly [string, ...string[]]): string {
  const before = extensionOf(name);
  if (endings.includes(before.toLowerCase())) return name;
  return `${before === "" ? name : name.slice(0, -before.length)}${endings[0]}`;
}

/** The header that says under which name a browser saves an answer, or shows it (RFC 6266): plain letters for old programs, all of them for the others. */
export function contentDisposition(kind: "attachment" | "inline", name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
