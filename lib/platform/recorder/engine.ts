import type { RecorderEnding, RecorderOrderInput, RecorderReport, RecorderTarget } from "@/lib/platform/recorder/messages";

/** What is to be recorded, and where to. */
export type RecordingOrder = { id: string; roomName: string; mode: RecorderOrderInput["mode"]; /** Its folder exists. */ file: string; /** Where the same goes live; their folders exist. */ targets?: readonly RecorderTarget[] };

/**
 * Why a recording ended. Besides what our own recorder tells: `limit_reached`, it had run as long as it may; `no_recorder`,
 * nothing was free to record it or took it; `calls_away`, LiveKit did not answer; `crashed`, what recorded was ended.
 */
export type RecordingEnding = RecorderEnding | "limit_reached" | "no_recorder" | "calls_away" | "crashed";

/** How a recording ended: `isUsable` says whether there is a file. Without a reason its program ended without a word. */
export type RecordingEnd = { reason: RecordingEnding | null; isUsable: boolean };

/** What an engine reports; `named`: the number that an engine outside of us has for it. */
export type EngineReport = RecorderReport | { type: "named"; egressId: string };
export type Report = (report: EngineReport) => void;

/** A recording that is under way. */
export type RecordingSession = {
  /** Asks for its end, for the reason that it is told with later where this process is what records. A second time changes nothing. */
  stop: (reason?: "asked" | "disk_full") => void;
  /** Tries a target again that has failed. @param index its place in the order */
  retry?: (index: number) => void;
  /** Resolves once, when nothing more is written. Never rejects. */
  ended: Promise<RecordingEnd>;
  /** Something may have happened to it outside: looks now instead of later. */
  look?: () => void;
  /** Only where it goes on without this process: follows it no longer, and `ended` is never told. */
  leave?: () => void;
};

/** What can record a call. There is one an installation; a test puts its own in its place. */
export type RecordingEngine = {
  readonly name: "builtin" | "egress";
  /** How many recordings one process follows. */
  readonly atOnce: number;
  /** Begins, and reports what happens; the end is told by the session. @throws when nothing could be begun */
  start: (order: RecordingOrder, report: Report) => Promise<RecordingSession>;
  /** What records outside of us, and goes on when the process that began it is gone. Without it the file is all that is left. */
  outside?: {
    /** Follows what was begun by this order, if anything was: the session ends at once where there is nothing. @param egressId unknown where the answer was lost */
    adopt: (order: RecordingOrder, egressId: string | null, report: Report) => RecordingSession;
    /** What records now, of all rooms. @throws when that cannot be known */
    listRunning: () => Promise<{ recordingId: string; egressId: string }[]>;
    /** Ends what nobody wants. @throws when it could not be asked */
    end: (egressId: string) => Promise<void>;
    /** Removes what was written for a recording that is not kept. */
    discard: (recordingId: string) => Promise<void>;
  };
};
