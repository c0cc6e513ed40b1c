import { initials } from "@/lib/core/hue";
import { colours, personColour } from "@/server/recorder/colours";
import { glyphMask } from "@/server/recorder/glyphs";
import type { SlotFrame } from "@/server/recorder/frame-slots";
import { canvasHeight, canvasWidth } from "@/server/recorder/layout";
import type { Labels, LetterSize } from "@/server/recorder/labels";
import { shownTracks, type Tile } from "@/server/recorder/people";
import { blendMask, dimBox, discMask, fillBox, Picture, type Box } from "@/server/recorder/picture";
import { upright } from "@/server/recorder/rotate";
import { drawScaled, fitInto } from "@/server/recorder/scale";

/** The frames of one track: those that are not due yet, and the one that is shown. */
type Reel = { waiting: SlotFrame[]; shown: SlotFrame | null };
/** A tile, and what was drawn in it last. */
type Drawn = { tile: Tile; frame: SlotFrame | null; fitted: Box | null; isStale: boolean };

/** More than the longest delay holds are left out: somebody's frames came in a burst. */
const mostWaiting = 12;

const sameBox = (a: Box, b: Box) => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
const isSameLook = (a: Tile, b: Tile) => a.sid === b.sid && a.isPictureOff === b.isPictureOff && a.name === b.name && a.isMuted === b.isMuted && a.isHandRaised === b.isHandRaised;

/** Draws everybody's latest pictures into one. Only what has changed is drawn again. */
export class Composer {
  readonly canvas = new Picture(canvasWidth, canvasHeight);
  readonly #reels = new Map<string, Reel>();
  #drawn: Drawn[] = [];
  #isEmpty = true;

  constructor(private readonly labels: Pick<Labels, "get">) {
    this.#clear();
  }

  /** Names that were not drawn yet can be. */
  redraw(): void {
    for (const drawn of this.#drawn) drawn.isStale = true;
  }

  /** Replaces the tiles. Pictures of tracks that no tile shows are let go. */
  setTiles(tiles: readonly Tile[]): void {
    const isSamePlaces = tiles.length === this.#drawn.length && tiles.every(({ key, box }, index) => key === this.#drawn[index]!.tile.key && sameBox(box, this.#drawn[index]!.tile.box));
    if (isSamePlaces) {
      for (const [index, drawn] of this.#drawn.entries()) {
        drawn.isStale ||= !isSameLook(drawn.tile, tiles[index]!);
        drawn.tile = tiles[index]!;
      }
    } else {
      this.#drawn = tiles.map((tile) => ({ tile, frame: null, fitted: null, isStale: true }));
      this.#clear();
    }
    const shown = new Set(shownTracks(tiles));
    for (const sid of this.#reels.keys()) if (!shown.has(sid)) this.#drop(sid);
  }

  /** A frame came. It is shown as late as the sound is, see `render`. */
  addFrame(sid: string, frame: SlotFrame): void {
    if (!this.#drawn.some(({ tile }) => tile.sid === sid && !tile.isPictureOff)) return frame.free();
    const reel = this.#reels.get(sid) ?? { waiting: [], shown: null };
    this.#reels.set(sid, reel);
    reel.waiting.push(frame);
    if (reel.waiting.length > mostWaiting) reel.waiting.shift()!.free();
  }

  /** Draws what was there at a moment of the one clock. @returns whether the canvas has changed. */
  render(at: number): boolean {
    for (const reel of this.#reels.values()) {
      while (reel.waiting.length > 0 && reel.waiting[0]!.at <= at) {
        reel.shown?.free();
        reel.shown = reel.waiting.shift()!;
      }
    }
    let hasChanged = this.#isEmpty;
    this.#isEmpty = false;
    for (const drawn of this.#drawn) {
      const frame = (drawn.tile.sid !== null && this.#reels.get(drawn.tile.sid)?.shown) || null;
      if (!drawn.isStale && frame === drawn.frame) continue;
      this.#draw(drawn, frame);
      hasChanged = true;
    }
    return hasChanged;
  }

  #clear(): void {
    fillBox(this.canvas, { x: 0, y: 0, width: canvasWidth, height: canvasHeight }, colours.page);
    this.#isEmpty = true;
  }

  #drop(sid: string): void {
    const reel = this.#reels.get(sid);
    for (const frame of reel?.waiting ?? []) frame.free();
    reel?.shown?.free();
    this.#reels.delete(sid);
  }

  #draw(drawn: Drawn, frame: SlotFrame | null): void {
    const { tile } = drawn;
    if (frame) {
      const picture = upright(frame.picture, frame.turns);
      const fitted = fitInto(picture.width, picture.height, tile.box);
      if (!drawn.fitted || !sameBox(fitted, drawn.fitted)) fillBox(this.canvas, tile.box, colours.black);
      drawScaled(picture, this.canvas, fitted);
      // Where the picture leaves a margin, what was drawn over it there is not covered by the new one.
      if (fitted.height < tile.box.height || fitted.width < tile.box.width) this.#clearMargins(tile.box, fitted);
      drawn.fitted = fitted;
    } else {
      this.#drawInitials(tile);
      drawn.fitted = null;
    }
    this.#drawName(tile);
    if (tile.isHandRaised) this.#drawHand(tile.box);
    drawn.frame = frame;
    drawn.isStale = false;
  }

  #clearMargins(box: Box, fitted: Box): void {
    const [bottom, right] = [fitted.y + fitted.height, fitted.x + fitted.width];
    fillBox(this.canvas, { ...box, height: fitted.y - box.y }, colours.black);
    fillBox(this.canvas, { ...box, y: bottom, height: box.y + box.height - bottom }, colours.black);
    fillBox(this.canvas, { ...box, width: fitted.x - box.x }, colours.black);
    fillBox(this.canvas, { ...box, x: right, width: box.x + box.width - right }, colours.black);
  }

  #drawInitials({ box, name, hue }: Tile): void {
    fillBox(this.canvas, box, colours.tile);
    const diameter = Math.floor(Math.min(box.width, box.height) / 4) * 2;
    const [x, y] = [box.x + ((box.width - diameter) >> 1), box.y + ((box.height - diameter) >> 1)];
    blendMask(this.canvas, discMask(diameter), x, y, personColour(hue), box);
    const letters = this.labels.get(initials(name), diameter >= 120 ? 48 : diameter >= 60 ? 24 : 16);
    if (letters) blendMask(this.canvas, letters, x + ((diameter - letters.width) >> 1), y + ((diameter - letters.height) >> 1), colours.onPerson, box);
  }

  /** The name on a darker strip at the lower left, after a mark where the microphone is off. */
  #drawName({ box, name, isMuted }: Tile): void {
    const size: LetterSize = box.height >= 360 ? 24 : box.height >= 150 ? 16 : 12;
    const mask = this.labels.get(name, size);
    if (!mask && !isMuted) return;
    const [markWidth, padding, height] = [isMuted ? size + 6 : 0, size >> 1, Math.round(size * 0.75) * 2];
    const width = Math.min(box.width - 16, Math.ceil((padding * 2 + markWidth + (mask?.width ?? 0)) / 2) * 2);
    const strip = { x: box.x + 8, y: box.y + box.height - height - 8, width, height };
    dimBox(this.canvas, strip);
    const glyph = size + (size >> 2);
    if (isMuted) blendMask(this.canvas, glyphMask("muted", glyph), strip.x + padding - 2, strip.y + ((height - glyph) >> 1), colours.danger, strip);
    if (mask) blendMask(this.canvas, mask, strip.x + padding + markWidth, strip.y + ((height - mask.height) >> 1), colours.ink, strip);
  }

  #drawHand(box: Box): void {
    const size = box.height >= 360 ? 48 : 28;
    const [x, y] = [box.x + box.width - size - 8, box.y + 8];
    blendMask(this.canvas, discMask(size), x, y, colours.page, box);
    const glyph = Math.round(size * 0.7);
    blendMask(this.canvas, glyphMask("hand", glyph), x + ((size - glyph) >> 1), y + ((size - glyph) >> 1), colours.hand, box);
  }
}
