/** What a key press would reach by itself: `text` is typed into or moved in, a `control` is pressed by Space and Enter. */
export type KeyTarget = "text" | "control" | "elsewhere";

/** Where the focus is, for keys that work on the whole page. A text that may not be written on any more is still one: whoever is typing goes on for a moment. */
export function keyTargetOf(target: EventTarget | null): KeyTarget {
  if (!(target instanceof HTMLElement)) return "elsewhere";
  if (target.isContentEditable || target.closest("input, textarea, select, [role='textbox'], [role='menu'], dialog")) return "text";
  return target.closest("button, a, summary") ? "control" : "elsewhere";
}
