/** What is recorded: everybody in a grid, whoever speaks large, or sound alone. */
export const recordingModes = ["room_composite", "active_speaker", "audio_only"] as const;

/** What is kept as a file, and what is sent on while it runs: a live stream is a recording that others watch meanwhile. */
export const recordingKinds = ["recording", "stream"] as const;

/** What of these a stream shows: a page of sound alone would be empty. */
export const streamModes = ["room_composite", "active_speaker"] as const;

/** Who may watch a stream's page: the members of its room, everybody with an account, or everybody with the link. */
export const streamAudiences = ["members", "signed_in", "public"] as const;

/** Where a stream goes: its page, or an address of another service. */
export const streamTargetKinds = ["page", "rtmp"] as const;

/** `waiting`: nothing was sent there yet; `reconnecting`: it was live, or somebody wishes it once more, and is tried again. */
export const streamTargetStates = ["waiting", "live", "reconnecting", "failed", "ended"] as const;

/** Why a target failed: nobody answers there, it takes too little, or its connection ended. */
export const streamTargetReasons = ["unreachable", "slow", "lost"] as const;

/** `lib/recordings/state.ts` says which follows which. `stopped`: nothing more is recorded, and the file is on its way into storage. */
export const recordingStatuses = ["initiated", "active", "stopped", "saved", "failed", "aborted"] as const;

/** What records here: the program that this installation brings along, or LiveKit Egress. */
export const serverEngines = ["builtin", "egress"] as const;

/** What records: one of these, or the browser of somebody in the call, who has the file. */
export const recordingEngines = [...serverEngines, "browser"] as const;

/**
 * Why a recording ended, or never was. The first are told by what records; `calls_away`: LiveKit did not answer;
 * `no_recorder`: nothing that records took it; `crashed`: its program ended without a word; `not_stored`: the file could not
 * be put into storage; `limit_reached`: it ran for as long as what records allows.
 */
export const recordingReasons = [
  "asked", "owner_gone", "room_ended", "room_empty", "too_slow", "disk_full", "encoder_failed", "connection_lost", "could_not_connect",
  "calls_away", "no_recorder", "crashed", "not_stored", "limit_reached",
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

/** The same of live streams. */
export const streamEvents = {
  initiated: "stream_initiated",
  active: "stream_started",
  stopped: "stream_stopped",
  saved: "stream_saved",
  failed: "stream_failed",
  aborted: "stream_aborted",
} as const;

/** A room event: what is no state of a live stream has changed. */
export const streamChanged = "stream_changed";

/** On the streams of moderators: something became of some recording; they read the list again. */
export const anyRecordingChanged = "any_recording_changed";

/** A room event: a recording has another title, was deleted, is back, or is a video now. */
export const recordingChanged = "recording_changed";
