/** So much of a line says which text is meant. */
const maxCodePoints = 160;

/** The first line of a text that says something, cut where it is long. */
export function excerptOf(text: string): string {
  const line = text.split("\n").find((each) => each.trim() !== "")?.trim() ?? "";
  const points = [...line.slice(0, 2 * maxCodePoints + 2)];
  return points.length > maxCodePoints ? `${points.slice(0, maxCodePoints).join("").trimEnd()}…` : line;
}
