/** Everyone equally, in pages; who speaks large with the others in a strip; who speaks large alone, with oneself small. */
export const layouts = ["grid", "filmstrip", "speaker"] as const;
export type Layout = (typeof layouts)[number];

/** The layout that the button and the key turn to. */
export function nextLayout(layout: Layout): Layout {
  return layouts[(layouts.indexOf(layout) + 1) % layouts.length]!;
}
