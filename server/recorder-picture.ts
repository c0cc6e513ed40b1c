import { parentPort, workerData } from "node:worker_threads";
import { Composer } from "@/server/recorder/composer";
import { findFont } from "@/server/recorder/fonts";
import { TakenSlots } from "@/server/recorder/frame-slots";
import { Labels } from "@/server/recorder/labels";
import { shownTracks } from "@/server/recorder/people";
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
const tracks = new Map<string, TakenSlots>();
const tell = (answer: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(answer, transfer);

/** Gives the composer what has come since the last picture. */
function takeFrames(): void {
  for (const [sid, slots] of tracks) for (const frame of slots.take()) composer.addFrame(sid, frame);
}

/** From now on the pictures of a track are elsewhere, or nowhere. */
function replaceSlots(sid: string, slots: TakenSlots | null): void {
  tracks.get(sid)?.leave();
  if (slots) tracks.set(sid, slots);
  else tracks.delete(sid);
}

port.on("message", (message: ToThread) => {
  if (message.type === "slots") replaceSlots(message.sid, new TakenSlots(message.slots, (memory) => tell({ type: "unused", memory })));
  else if (message.type === "tiles") {
    const shown = new Set(shownTracks(message.tiles));
    for (const sid of tracks.keys()) if (!shown.has(sid)) replaceSlots(sid, null);
    composer.setTiles(message.tiles);
  } else {
    const { at, picture } = message;
    takeFrames();
    const hasChanged = composer.render(at);
    if (hasChanged) picture.set(composer.canvas.data);
    tell({ type: "rendered", picture, hasChanged }, [picture.buffer as ArrayBuffer]);
  }
});
