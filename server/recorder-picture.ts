import { parentPort, workerData } from "node:worker_threads";
import { Composer } from "@/server/recorder/composer";
import { findFont } from "@/server/recorder/fonts";
import { freeSlot, slotData, takeSlots, type FrameSlots } from "@/server/recorder/frame-slots";
import { Labels } from "@/server/recorder/labels";
import { shownTracks } from "@/server/recorder/people";
import { Picture } from "@/server/recorder/picture";
import type { FromThread, ThreadStart, ToThread } from "@/server/recorder/thread-messages";

/*
 * The thread of a recorder that draws: what arrives from the room and what goes to the encoder must not wait for a
 * picture of many tiles.
 */

const { ffmpegPath } = workerData as ThreadStart;
const port = parentPort!;
const font = await findFont();
if (font === null) console.error("there is no font: the recording has no names");
const labels = Labels.withFont(ffmpegPath, font, () => composer.redraw(), (error) => console.error("names could not be drawn:", error));
const composer = new Composer(labels);
const tracks = new Map<string, FrameSlots>();

/** Gives the composer what has come since the last picture. */
function takeFrames(): void {
  for (const [sid, slots] of tracks) {
    for (const { slot, at, turns } of takeSlots(slots)) {
      composer.addFrame(sid, { at, turns, picture: new Picture(slots.width, slots.height, slotData(slots, slot)), free: () => freeSlot(slots, slot) });
    }
  }
}

port.on("message", (message: ToThread) => {
  if (message.type === "slots") tracks.set(message.sid, message.slots);
  else if (message.type === "tiles") {
    const shown = new Set(shownTracks(message.tiles));
    for (const sid of tracks.keys()) if (!shown.has(sid)) tracks.delete(sid);
    composer.setTiles(message.tiles);
  } else {
    const { at, picture } = message;
    takeFrames();
    const hasChanged = composer.render(at);
    if (hasChanged) picture.set(composer.canvas.data);
    port.postMessage({ type: "rendered", picture, hasChanged } satisfies FromThread, [picture.buffer as ArrayBuffer]);
  }
});
