/** A colour of video: luma 16 to 235, both chromas around 128. */
export type Yuv = readonly [y: number, u: number, v: number];
/** A part of a picture. For what is drawn all four are even: chroma has half the resolution. */
export type Box = { x: number; y: number; width: number; height: number };
/** How much of a colour is laid over each point, 0 to 255. */
export type Mask = { width: number; height: number; data: Uint8Array };

/** One picture as video has it (I420): a plane of luma, and two of chroma at half the width and height. */
export class Picture {
  readonly data: Uint8Array;
  readonly chromaWidth: number;
  readonly chromaHeight: number;
  readonly u: number;
  readonly v: number;

  /** @param data the planes one after the other, without gaps; a black picture where there is none */
  constructor(readonly width: number, readonly height: number, data?: Uint8Array) {
    this.chromaWidth = (width + 1) >> 1;
    this.chromaHeight = (height + 1) >> 1;
    this.u = width * height;
    this.v = this.u + this.chromaWidth * this.chromaHeight;
    this.data = data ?? new Uint8Array(pictureBytes(width, height)).fill(128, this.u).fill(16, 0, this.u);
  }
}

export function pictureBytes(width: number, height: number): number {
  return width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
}

/** Fills an even part with one colour. */
export function fillBox({ data, width, chromaWidth, u, v }: Picture, box: Box, [luma, blue, red]: Yuv): void {
  for (let row = box.y; row < box.y + box.height; row += 1) data.fill(luma, row * width + box.x, row * width + box.x + box.width);
  const [left, right] = [box.x >> 1, (box.x + box.width) >> 1];
  for (let row = box.y >> 1; row < (box.y + box.height) >> 1; row += 1) {
    data.fill(blue, u + row * chromaWidth + left, u + row * chromaWidth + right);
    data.fill(red, v + row * chromaWidth + left, v + row * chromaWidth + right);
  }
}

/** Darkens an even part, so that light letters can be read on any picture. */
export function dimBox({ data, width, chromaWidth, u, v }: Picture, box: Box): void {
  for (let row = box.y; row < box.y + box.height; row += 1) {
    for (let at = row * width + box.x; at < row * width + box.x + box.width; at += 1) data[at] = 16 + (((data[at]! - 16) * 90) >> 8);
  }
  for (const plane of [u, v]) {
    for (let row = box.y >> 1; row < (box.y + box.height) >> 1; row += 1) {
      const start = plane + row * chromaWidth + (box.x >> 1);
      for (let at = start; at < start + (box.width >> 1); at += 1) data[at] = 128 + ((data[at]! - 128) >> 1);
    }
  }
}

/** Lays a colour over the picture as strongly as the mask says; what reaches beyond the clip is left out. */
export function blendMask(picture: Picture, mask: Mask, x: number, y: number, [luma, blue, red]: Yuv, clip: Box = { x: 0, y: 0, width: picture.width, height: picture.height }): void {
  const { data, width, chromaWidth, u, v } = picture;
  const [right, bottom] = [Math.min(mask.width, clip.x + clip.width - x), Math.min(mask.height, clip.y + clip.height - y)];
  const [left, top] = [Math.max(0, clip.x - x), Math.max(0, clip.y - y)];
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const alpha = mask.data[row * mask.width + column]!;
      if (alpha === 0) continue;
      const at = (y + row) * width + x + column;
      data[at] = data[at]! + (((luma - data[at]!) * alpha) / 255);
      // One of four points decides for the chroma they share.
      if (((x + column) | (y + row)) & 1) continue;
      const chroma = ((y + row) >> 1) * chromaWidth + ((x + column) >> 1);
      data[u + chroma] = data[u + chroma]! + (((blue - data[u + chroma]!) * alpha) / 255);
      data[v + chroma] = data[v + chroma]! + (((red - data[v + chroma]!) * alpha) / 255);
    }
  }
}

const discs = new Map<number, Mask>();

/** A disc with a soft edge. */
export function discMask(diameter: number): Mask {
  const known = discs.get(diameter);
  if (known) return known;
  const mask = { width: diameter, height: diameter, data: new Uint8Array(diameter * diameter) };
  const centre = (diameter - 1) / 2;
  for (let at = 0; at < mask.data.length; at += 1) {
    const distance = Math.hypot((at % diameter) - centre, Math.floor(at / diameter) - centre);
    mask.data[at] = Math.max(0, Math.min(1, diameter / 2 - distance)) * 255;
  }
  discs.set(diameter, mask);
  return mask;
}
