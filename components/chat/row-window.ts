import type { Virtualizer, VirtualizerOptions } from "@tanstack/virtual-core";

type Core = Virtualizer<HTMLElement, HTMLElement>;
type CoreOptions = VirtualizerOptions<HTMLElement, HTMLElement>;

/** The lines that are in the page, in order, with the room that those between them take, in pixels. */
export type RowPart = {
  lines: readonly { index: number; gapBefore: number }[];
  gapAfter: number;
  measure: (line: HTMLElement | null) => void;
};

/** Lines above and below the view that are in the page too: a fast scroll meets no gap, and Tab finds the next one. */
const spareLines = 12;
/** Counts for an instant only: a line that was not measured is in the page. */
const unknownPx = 48;

/** Fractions too: over a thousand lines rounded heights would add up. */
function heightOf(line: HTMLElement, entry: ResizeObserverEntry | undefined): number {
  return entry?.borderBoxSize[0]?.blockSize ?? line.getBoundingClientRect().height;
}

/**
 * Which lines of a long list are in the page. They stand in the page's own flow, with gaps for those that are not: whoever
 * holds the reader's place looks at real lines, and the library only counts. A line is in the page until it was measured,
 * so that no place rests on a guess; and as long as somebody works with it: it has the focus, it stands in the selection,
 * or it is one of `kept`.
 */
export class RowWindow {
  private readonly core: Core;
  private indexes: ReadonlyMap<string, number> = new Map();
  private keys: readonly string[] = [];
  private kept: readonly string[] = [];
  private part: RowPart | null = null;
  private tellOffset: ((offset: number, isScrolling: boolean) => void) | null = null;

  constructor(Library: typeof Virtualizer, private readonly scroller: HTMLElement, private readonly onChange: () => void) {
    this.core = new Library<HTMLElement, HTMLElement>(this.options());
    this.core.shouldAdjustScrollPositionOnItemSizeChange = () => false;
  }

  /** What of these lines is in the page now; the same value for as long as nothing of it changes. */
  partOf(keys: readonly string[], kept: readonly string[]): RowPart {
    if (keys !== this.keys) this.indexes = new Map(keys.map((key, index) => [key, index]));
    this.keys = keys;
    this.kept = kept;
    this.core.setOptions(this.options());
    let end = 0;
    const lines = this.core.getVirtualItems().map(({ index, start, end: ownEnd }) => {
      const gapBefore = start - end;
      end = ownEnd;
      return { index, gapBefore };
    });
    const gapAfter = this.core.getTotalSize() - end;
    const { part } = this;
    if (part?.gapAfter === gapAfter && part.lines.length === lines.length && part.lines.every((line, at) => line.index === lines[at]?.index && line.gapBefore === lines[at].gapBefore)) return part;
    return (this.part = { lines, gapAfter, measure: this.core.measureElement });
  }

  /** Begins to watch the list; answers how to end that. */
  start(): () => void {
    const end = this.core._didMount();
    this.core._willUpdate();
    const select = () => void (this.selected() && this.onChange());
    document.addEventListener("selectionchange", select);
    return () => {
      document.removeEventListener("selectionchange", select);
      end();
    };
  }

  /** The list was scrolled; told by whoever remembers the reader's place, once they have. */
  scrolled(): void {
    this.tellOffset?.(this.scroller.scrollTop, false);
  }

  private options(): CoreOptions {
    const { scroller, keys } = this;
    return {
      count: keys.length,
      getItemKey: (index) => keys[index] ?? "",
      getScrollElement: () => scroller,
      estimateSize: () => unknownPx,
      measureElement: heightOf,
      initialOffset: () => scroller.scrollTop,
      initialRect: { width: scroller.clientWidth, height: scroller.clientHeight },
      rangeExtractor: ({ startIndex, endIndex }) => this.inPage(startIndex - spareLines, endIndex + spareLines),
      // Places are held by the list itself, for whatever reason lines move.
      scrollToFn: () => {},
      observeElementOffset: (_core, tell) => {
        this.tellOffset = tell;
      },
      observeElementRect: ({ scrollElement }, tell) => {
        if (!scrollElement) return;
        const observer = new ResizeObserver(() => {
          // A list that is hidden for a while keeps its lines.
          if (scrollElement.clientHeight > 0) tell({ width: scrollElement.clientWidth, height: scrollElement.clientHeight });
        });
        observer.observe(scrollElement);
        return () => observer.disconnect();
      },
      onChange: () => this.onChange(),
    };
  }

  private inPage(first: number, last: number): number[] {
    const chosen = new Set<number>();
    const add = (from: number, to: number) => {
      for (let index = Math.max(0, from); index <= Math.min(to, this.keys.length - 1); index += 1) chosen.add(index);
    };
    add(first, last);
    for (const key of this.kept) add(this.indexOf(key), this.indexOf(key));
    const focused = this.lineOf(document.activeElement);
    add(focused, focused);
    const selected = this.selected();
    if (selected) {
      // What begins or ends beside a line takes all that there are on that side.
      const to = this.lineOf(selected.endContainer);
      add(this.lineOf(selected.startContainer), to < 0 ? Infinity : to);
    }
    this.keys.forEach((key, index) => !this.core.itemSizeCache.has(key) && chosen.add(index));
    return [...chosen].sort((a, b) => a - b);
  }

  private selected(): Range | null {
    const selection = document.getSelection();
    const range = selection && !selection.isCollapsed && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
    return range?.intersectsNode(this.scroller) ? range : null;
  }

  private indexOf(key: string): number {
    return this.indexes.get(key) ?? -Infinity;
  }

  /** The line that a part of the page stands in. */
  private lineOf(node: Node | null): number {
    if (!node || !this.scroller.contains(node)) return -Infinity;
    const element = node instanceof Element ? node : node.parentElement;
    return this.indexOf(element?.closest<HTMLElement>("[data-key]")?.dataset.key ?? "");
  }
}
