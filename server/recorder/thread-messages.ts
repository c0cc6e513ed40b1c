import type { FrameSlots } from "@/server/recorder/frame-slots";
import type { Tile } from "@/server/recorder/people";

/** What the thread that draws is started with. */
export type ThreadStart = { ffmpegPath: string };

/** Times are milliseconds of the clock of the other thread: this one has none. */
export type ToThread =
  | { type: "tiles"; tiles: Tile[] }
  /** From now on the pictures of this track are found here. */
  | { type: "slots"; sid: string; slots: FrameSlots }
  | { type: "render"; at: number; picture: Uint8Array };

/** `picture` is what came with "render"; it is drawn into only when something has changed. */
export type Rendered = { type: "rendered"; picture: Uint8Array; hasChanged: boolean };

export type FromThread =
  | Rendered
  /** Nothing in this memory is shown or waited for any more: it can be given to another track. */
  | { type: "unused"; memory: SharedArrayBuffer };
