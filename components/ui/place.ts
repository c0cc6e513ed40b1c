export type Side = "top" | "bottom" | "left" | "right";

const gap = 8;
const opposite: Record<Side, Side> = { top: "bottom", bottom: "top", left: "right", right: "left" };

function fits(side: Side, anchor: DOMRect, box: DOMRect): boolean {
  if (side === "top") return anchor.top - gap - box.height >= gap;
  if (side === "bottom") return anchor.bottom + gap + box.height <= window.innerHeight - gap;
  if (side === "left") return anchor.left - gap - box.width >= gap;
  return anchor.right + gap + box.width <= window.innerWidth - gap;
}

/** Puts a fixed box beside its anchor, on the other side where there is no room, and never outside the window. */
export function place(anchorElement: Element, element: HTMLElement, wanted: Side): void {
  const anchor = anchorElement.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  const side = fits(wanted, anchor, box) || !fits(opposite[wanted], anchor, box) ? wanted : opposite[wanted];
  const middleX = anchor.left + anchor.width / 2 - box.width / 2;
  const middleY = anchor.top + anchor.height / 2 - box.height / 2;
  const left = side === "left" ? anchor.left - gap - box.width : side === "right" ? anchor.right + gap : middleX;
  const top = side === "top" ? anchor.top - gap - box.height : side === "bottom" ? anchor.bottom + gap : middleY;
  element.style.left = `${Math.max(gap, Math.min(left, window.innerWidth - gap - box.width))}px`;
  element.style.top = `${Math.max(gap, Math.min(top, window.innerHeight - gap - box.height))}px`;
}
