import { expect, test } from "vitest";
import { colours, personColour, yuvOfOklch } from "@/server/recorder/colours";
import { glyphMask } from "@/server/recorder/glyphs";
import { blendMask, dimBox, discMask, fillBox, Picture, pictureBytes } from "@/server/recorder/picture";
import { sizeFor } from "@/server/recorder/picture-thread";
import { upright } from "@/server/recorder/rotate";
import { drawScaled, fitInto, scalePlane } from "@/server/recorder/scale";

const lumaAt = (picture: Picture, x: number, y: number) => picture.data[y * picture.width + x]!;
const chromaAt = (picture: Picture, x: number, y: number) => [picture.u, picture.v].map((plane) => picture.data[plane + (y >> 1) * picture.chromaWidth + (x >> 1)]);
const scaled = (data: number[], [width, height]: [number, number], [toWidth, toHeight]: [number, number]) => {
  const to = new Uint8Array(toWidth * toHeight);
  scalePlane({ data: Uint8Array.from(data), start: 0, stride: width }, width, height, { data: to, start: 0, stride: toWidth }, toWidth, toHeight);
  return [...to];
};
/** A plane that grows evenly to the right and down, whose scaled values are known at any size. */
const slope = (width: number, height: number) => Array.from({ length: width * height }, (_, at) => Math.round(((at % width) + 0.5) * (100 / width) + (Math.floor(at / width) + 0.5) * (100 / height)));

test("filling, dimming and blending touch their part only, in all three planes", () => {
  const picture = new Picture(16, 8);
  expect(picture.data.length).toBe(pictureBytes(16, 8));
  fillBox(picture, { x: 4, y: 2, width: 8, height: 4 }, [200, 90, 160]);
  expect([lumaAt(picture, 4, 2), lumaAt(picture, 11, 5), lumaAt(picture, 3, 2), lumaAt(picture, 12, 5), lumaAt(picture, 4, 6)]).toEqual([200, 200, 16, 16, 16]);
  expect([chromaAt(picture, 4, 2), chromaAt(picture, 10, 4), chromaAt(picture, 12, 4)]).toEqual([[90, 160], [90, 160], [128, 128]]);
  dimBox(picture, { x: 4, y: 2, width: 4, height: 2 });
  expect(lumaAt(picture, 4, 2)).toBeLessThan(100);
  expect(lumaAt(picture, 8, 2)).toBe(200);
  const mask = { width: 4, height: 4, data: new Uint8Array(16).fill(255) };
  blendMask(picture, mask, 14, -2, [235, 128, 128]);
  expect([lumaAt(picture, 14, 0), lumaAt(picture, 15, 1), lumaAt(picture, 13, 0), lumaAt(picture, 0, 1), lumaAt(picture, 14, 2)]).toEqual([235, 235, 16, 16, 16]);
});

test("a disc and the marks are solid inside, clear outside, and soft between", () => {
  const disc = discMask(40);
  expect([disc.data[20 * 40 + 20], disc.data[0]]).toEqual([255, 0]);
  for (const glyph of ["muted", "hand"] as const) {
    const { data } = glyphMask(glyph, 24);
    expect([data.includes(255), data.includes(0), data.some((value) => value > 30 && value < 220)]).toEqual([true, true, true]);
  }
});

test("planes of the same size are copied, halves and thirds are means, other sizes lie between", () => {
  expect(scaled([1, 2, 3, 4], [2, 2], [2, 2])).toEqual([1, 2, 3, 4]);
  expect(scaled([10, 20, 30, 40], [2, 2], [1, 1])).toEqual([25]);
  expect(scaled([0, 30, 60, 3, 33, 63, 6, 36, 66], [3, 3], [1, 1])).toEqual([33]);
  expect(scaled([7], [1, 1], [3, 2])).toEqual([7, 7, 7, 7, 7, 7]);
  for (const [from, to] of [[[40, 20], [20, 10]], [[30, 30], [10, 10]], [[40, 20], [26, 14]], [[20, 10], [64, 36]], [[100, 90], [24, 18]], [[90, 30], [40, 30]]] as [[number, number], [number, number]][]) {
    const want = slope(...to);
    const inner = scaled(slope(...from), from, to).map((value, at) => {
      const [x, y] = [at % to[0], Math.floor(at / to[0])];
      const isEdge = Math.min(x, to[0] - 1 - x) * from[0] < to[0] || Math.min(y, to[1] - 1 - y) * from[1] < to[1];
      return isEdge ? 0 : Math.abs(value - want[at]!);
    });
    expect(Math.max(...inner), `${from} to ${to}`).toBeLessThanOrEqual(100 / Math.min(...from));
  }
});

test("halves are the same whether they are made word by word or byte by byte, but for one", () => {
  const [width, height] = [36, 8];
  const points = Uint8Array.from({ length: width * height }, (_, at) => (at * 7919) % 251);
  const half = (offset: number) => {
    const data = new Uint8Array(offset + points.length);
    data.set(points, offset);
    const to = new Uint8Array((width * height) / 4);
    scalePlane({ data, start: offset, stride: width }, width, height, { data: to, start: 0, stride: width / 2 }, width / 2, height / 2);
    return to;
  };
  const [words, bytes] = [half(0), half(1)];
  expect(Math.max(...words.map((value, at) => Math.abs(value - bytes[at]!)))).toBeLessThanOrEqual(1);
});

test("a picture is drawn into its part with its shape kept, also one of odd size", () => {
  expect(fitInto(1280, 720, { x: 0, y: 0, width: 640, height: 720 })).toEqual({ x: 0, y: 180, width: 640, height: 360 });
  expect(fitInto(360, 640, { x: 640, y: 0, width: 640, height: 360 })).toEqual({ x: 858, y: 0, width: 202, height: 360 });
  const from = new Picture(33, 17);
  from.data.fill(180, 0, from.u).fill(60, from.u, from.v).fill(200, from.v);
  const to = new Picture(64, 32);
  drawScaled(from, to, { x: 8, y: 4, width: 48, height: 24 });
  expect([lumaAt(to, 8, 4), lumaAt(to, 55, 27), lumaAt(to, 7, 4), lumaAt(to, 56, 27), chromaAt(to, 8, 4), chromaAt(to, 54, 26), chromaAt(to, 56, 28)]).toEqual([180, 180, 16, 16, [60, 200], [60, 200], [128, 128]]);
});

test("a picture that says how it is turned is made upright", () => {
  const lying = new Picture(4, 2, Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 21, 22]));
  expect([...upright(lying, 1).data]).toEqual([5, 1, 6, 2, 7, 3, 8, 4, 11, 12, 21, 22]);
  expect([...upright(lying, 2).data]).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 12, 11, 22, 21]);
  expect([...upright(lying, 3).data]).toEqual([4, 8, 3, 7, 2, 6, 1, 5, 12, 11, 22, 21]);
  expect([upright(lying, 1).width, upright(lying, 1).height, upright(lying, 0)]).toEqual([2, 4, lying]);
});

test("colours of the pages become those of video", () => {
  expect([yuvOfOklch(1, 0, 0), yuvOfOklch(0, 0, 0)]).toEqual([[235, 128, 128], [16, 128, 128]]);
  // Pure red, #f00.
  const [luma, blue, red] = yuvOfOklch(0.628, 0.2577, 29.23);
  expect([Math.abs(luma - 82) <= 1, Math.abs(blue - 90) <= 1, Math.abs(red - 240) <= 1]).toEqual([true, true, true]);
  expect(new Set(Array.from({ length: 8 }, (_, hue) => personColour(hue).join())).size).toBe(8);
  expect(colours.ink[0]).toBeGreaterThan(200);
});

test("a picture is handed over no larger than it is drawn, also a turned one, and never larger than it is", () => {
  const box = { x: 0, y: 0, width: 320, height: 180 };
  expect([sizeFor({ width: 640, height: 360 }, 0, box), sizeFor({ width: 640, height: 360 }, 1, box), sizeFor({ width: 160, height: 90 }, 0, box)]).toEqual([
    { width: 320, height: 180 }, { width: 180, height: 102 }, { width: 160, height: 90 },
  ]);
});
