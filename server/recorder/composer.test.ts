import { expect, test } from "vitest";
import { Composer } from "@/server/recorder/composer";
import type { SlotFrame } from "@/server/recorder/frame-slots";
import type { LetterSize } from "@/server/recorder/labels";
import { Labels } from "@/server/recorder/labels";
import type { Tile } from "@/server/recorder/people";
import { Picture, pictureBytes } from "@/server/recorder/picture";

const left = { x: 0, y: 180, width: 640, height: 360 };
const tile = (part: Partial<Tile> = {}): Tile => ({ key: "camera u1", box: left, sid: "V1", isPictureOff: false, name: "Ada", hue: 1, isMuted: false, isHandRaised: false, ...part });
const other = tile({ key: "camera u2", sid: "V2", name: "Bo", hue: 2, box: { ...left, x: 640 } });

function world() {
  const asked: string[] = [];
  const freed: number[] = [];
  const composer = new Composer({ get: (text: string, size: LetterSize) => (asked.push(`${text} ${size}`), null) });
  const frame = (at: number, luma: number, turns: SlotFrame["turns"] = 0): SlotFrame => ({ at, turns, picture: new Picture(32, 18, new Uint8Array(pictureBytes(32, 18)).fill(luma)), free: () => freed.push(at) });
  const lumaAt = (x: number, y: number) => composer.canvas.data[y * composer.canvas.width + x]!;
  return { composer, asked, freed, frame, lumaAt };
}

test("a frame is shown when it is due, and only what has changed is drawn again", () => {
  const { composer, freed, frame, lumaAt } = world();
  composer.setTiles([tile(), other]);
  expect([composer.render(0), composer.render(1)]).toEqual([true, false]);
  composer.addFrame("V1", frame(10, 100));
  composer.addFrame("V1", frame(20, 150));
  expect([composer.render(9), composer.render(10), lumaAt(300, 300), composer.render(15)]).toEqual([false, true, 100, false]);
  composer.addFrame("V2", frame(20, 200));
  expect([composer.render(20), lumaAt(300, 300), lumaAt(900, 300), freed]).toEqual([true, 150, 200, [10]]);
});

test("a camera that goes off leaves initials, and its old picture does not come back", () => {
  const { composer, asked, freed, frame, lumaAt } = world();
  composer.setTiles([tile()]);
  composer.addFrame("V1", frame(1, 100));
  composer.render(1);
  composer.setTiles([tile({ isPictureOff: true })]);
  composer.addFrame("V1", frame(2, 100));
  expect([composer.render(2), lumaAt(300, 300) === 100, freed, asked.at(-2)]).toEqual([true, false, [1, 2], "A 48"]);
  composer.setTiles([tile()]);
  composer.render(3);
  expect(lumaAt(300, 300)).not.toBe(100);
});

test("names, hands and microphones are drawn again when they change, and when a name can be drawn", () => {
  const { composer } = world();
  composer.setTiles([tile()]);
  composer.render(0);
  for (const look of [{ isMuted: true }, { isMuted: true, isHandRaised: true }, { name: "Ada L" }]) {
    const before = Uint8Array.from(composer.canvas.data);
    composer.setTiles([tile(look)]);
    expect([composer.render(1), composer.render(2)]).toEqual([true, false]);
    if (!("name" in look)) expect(Buffer.compare(before, composer.canvas.data)).not.toBe(0);
  }
  composer.redraw();
  expect(composer.render(3)).toBe(true);
});

test("a burst of frames does not pile up, and frames of nobody are given back", () => {
  const { composer, freed, frame } = world();
  composer.setTiles([tile()]);
  for (let at = 1; at <= 15; at += 1) composer.addFrame("V1", frame(at, at));
  composer.addFrame("V9", frame(99, 1));
  expect(freed).toEqual([1, 2, 3, 99]);
  composer.setTiles([]);
  expect(freed).toEqual([1, 2, 3, 99, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
});

test("a turned picture stands upright in its tile, with black beside it", () => {
  const { composer, frame, lumaAt } = world();
  composer.setTiles([tile()]);
  composer.addFrame("V1", frame(1, 100, 1));
  composer.render(1);
  expect([lumaAt(320, 200), lumaAt(100, 300), lumaAt(540, 300)]).toEqual([100, 16, 16]);
});

test("a name is drawn once for all sizes, and a failure leaves the picture without it", async () => {
  const drawn: string[][] = [];
  const labels = await new Promise<Labels>((resolve) => {
    const made: Labels = new Labels(() => resolve(made), async (texts) => (drawn.push([...texts]), texts.map(() => ({ width: 48, height: 72, data: new Uint8Array(48 * 72).fill(255) }))));
    expect([made.get("Ada", 16), made.get("Bo", 24), made.get(" ", 24)]).toEqual([null, null, null]);
  });
  expect([labels.get("Ada", 16), labels.get("Bo", 24)]).toMatchObject([{ width: 16, height: 24 }, { width: 24, height: 36 }]);
  expect(drawn).toEqual([["Ada", "Bo"]]);
  for (let index = 0; index < 200; index += 1) labels.get(`Person ${index}`, 16);
  labels.get("Ada", 16);
  expect(drawn).toHaveLength(1);
  await expect.poll(() => drawn.flat().filter((text) => text === "Ada")).toHaveLength(2);
  const failure = await new Promise((resolve) => new Labels(() => {}, () => Promise.reject(new Error("no drawtext")), resolve).get("Ada", 16));
  expect(failure).toMatchObject({ message: "no drawtext" });
  expect(new Labels(() => {}, null).get("Ada", 16)).toBeNull();
});
