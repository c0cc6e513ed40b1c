/** What is recorded: everybody in a grid, whoever speaks large, or sound alone. */
export const recordingModes = ["room_composite", "active_speaker", "audio_only"] as const;

/** `lib/recordings/state.ts` says which follows which. `stopped`: nothing more is recorded, and the file is on its way into storage. */
export const recordingStatuses = ["initiated", "active", "stopped", "saved", "failed", "aborted"] as const;

/** What records: the program that this installation brings along, or LiveKit Egress. */
export const recordingEngines = ["builtin", "egress"] as const;

/**
 * Why a recording ended, or never was. The first are told by what records; `calls_away`: LiveKit did not answer;
 * `no_recorder`: nothing that records took it; `crashed`: its program ended without a word; `not_stored`: the file could not
 * be put into storage.
 */
export const recordingReasons = [
  "asked", "owner_gone", "room_ended", "room_empty", "too_slow", "disk_full", "encoder_failed", "connection_lost", "could_not_connect",
  "calls_away", "no_recorder", "crashed", "not_stored",
] as const;

/** Room events by the state that a recording has come to. */
export const recordingEvents = {
  initiated: "recording_initiated",
  active: "recording_started",
  stopped: "recording_stopped",
  saved: "recording_saved",
  failed: "recording_failed",
  aborted: "recording_aborted",
} as const;

/** A room event: a recording has another title, was deleted, is back, or is a video now. */
export const recordingChanged = "recording_changed";
