/** A stretch of a text: as it is, code within a line, or lines of code. */
export type CodePart = { text: string; code?: "inline" | "block" };

/** Three backticks at the beginning of a line, perhaps a word that names the language, lines, and three backticks that end one. */
const fence = /(?<=^|\n)```[\w+#.-]{0,20}[ \t]*\n([\s\S]*?)\n?```[ \t]*(?=\n|$)\n?/g;
/** Within one line, between two backticks. */
const inline = /`([^`\n]+)`/g;

/** What matches becomes code without its marks; what stands between goes on to `rest`. */
function cut(text: string, pattern: RegExp, code: "inline" | "block", rest: (between: string) => CodePart[]): CodePart[] {
  const parts: CodePart[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const said = match[1] ?? "";
    if (said.trim() === "") continue;
    // The line before a block ends there anyway.
    const between = code === "block" ? text.slice(end, match.index).replace(/\n$/, "") : text.slice(end, match.index);
    if (between !== "") parts.push(...rest(between));
    parts.push({ text: said, code });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(...rest(text.slice(end)));
  return parts;
}

/** Cuts a text at its code: blocks between lines of three backticks, and `words` within a line. Nothing within code is looked at again. */
export function codeParts(text: string): CodePart[] {
  if (!text.includes("`")) return [{ text }];
  return cut(text, fence, "block", (between) => cut(between, inline, "inline", (plain) => [{ text: plain }]));
}
