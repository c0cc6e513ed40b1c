import type { RecorderEnding, RecorderOrderInput, RecorderReport, RecorderTarget } from "@/lib/platform/recorder/messages";

/** What is to be recorded, and where to. */
export type RecordingOrder = { id: string; roomName: string; mode: RecorderOrderInput["mode"]; /** Its folder exists. */ file: string; /** Where the same goes live; their folders exist. */ targets?: readonly RecorderTarget[] };

/** How a recording ended: `isUsable` says whether there is a file. Without a reason its program ended without a word. */
export type RecordingEnd = { reason: RecorderEnding | null; isUsable: boolean };

/** A recording that is under way. */
export type RecordingSession = {
  /** Asks for its end; the end is told later. A second time changes nothing. */
  stop: () => void;
  /** Resolves once, when nothing more is written. Never rejects. */
  ended: Promise<RecordingEnd>;
};

/** What can record a call. There is one an installation; a test puts its own in its place. */
export type RecordingEngine = {
  /** Begins, and reports what happens; the end is told by the session. @throws when nothing could be begun */
  start: (order: RecordingOrder, report: (report: RecorderReport) => void) => Promise<RecordingSession>;
};
