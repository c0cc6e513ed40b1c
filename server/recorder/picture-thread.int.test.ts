import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import { colours } from "@/server/recorder/colours";
import { SlotMemory } from "@/server/recorder/frame-slots";
import type { Tile } from "@/server/recorder/people";
import { pictureBytes } from "@/server/recorder/picture";
import { PictureThread } from "@/server/recorder/picture-thread";
import { bundleEntry } from "@/server/testing-bundle";

const tileOf = (width: number, height: number): Tile => ({ key: "1", sid: "V1", box: { x: 0, y: 0, width, height }, isPictureOff: false, name: "Ada", hue: 0, isMuted: false, isHandRaised: false });

test("a tile whose size goes back and forth is drawn, and needs no memory but that of its two sizes", async () => {
  const [file] = await bundleEntry("server/recorder-picture.ts");
  let made = 0;
  const unused: SharedArrayBuffer[] = [];
  class Watched extends SlotMemory {
    override take(width: number, height: number) {
      const slots = super.take(width, height);
      if (!unused.includes(slots.memory)) made += 1;
      return slots;
    }
    override giveBack(memory: SharedArrayBuffer) {
      unused.push(memory);
      super.giveBack(memory);
    }
  }
  const failures: unknown[] = [];
  const thread = new PictureThread(pathToFileURL(file!), { ffmpegPath: env().FFMPEG_PATH }, (error) => failures.push(error), new Watched());
  const camera = { width: 640, height: 360, data: new Uint8Array(pictureBytes(640, 360)).fill(200) };
  let canvas: Uint8Array = new Uint8Array(pictureBytes(1280, 720));
  for (let turn = 0; turn < 8; turn += 1) {
    thread.setTiles([turn % 2 === 0 ? tileOf(640, 360) : tileOf(320, 180)]);
    thread.addFrame("V1", camera, 0, turn);
    canvas = (await thread.render(canvas, turn)).picture;
    // The picture before it has gone from the canvas, and so from its memory.
    await expect.poll(() => unused.length).toBe(turn);
  }
  expect([canvas[100 * 1280 + 100], canvas[300 * 1280 + 500]]).toEqual([200, colours.page[0]]);
  expect([made, failures]).toEqual([2, []]);
  await thread.stop();
});
