import { isModerator, isSignedOut, type Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import { canProgram } from "@/lib/authz/scopes";
import type { RecordingKind, RecordingMode, RecordingStatus, StreamAudience } from "@/lib/recordings/contract";
import { isAwaited, isRunning } from "@/lib/recordings/state";
import type { RoomRole, RoomSettings } from "@/lib/rooms/contract";

/** What a verdict about a room's recordings rests on. */
export type RecordingFacts = {
  /** The asker's role in the room; null for those who are no member. */
  role: RoomRole | null;
  /** Their meeting runs in it now. */
  isMeetingHost: boolean;
  /** Who may record, as the room says. */
  recorders: RoomSettings["recording"];
};

function isHost({ role, isMeetingHost }: RecordingFacts): boolean {
  return role === "owner" || role === "administrator" || isMeetingHost;
}

/** Who sees that a room has recordings, plays and downloads them: its members, and moderators. For others there are none. */
export function canSeeRecordings(actor: Actor, facts: RecordingFacts): Verdict {
  if (actor.kind === "system") return allow;
  if (actor.kind !== "user") return deny("unauthenticated");
  return facts.role !== null || facts.isMeetingHost || isModerator(actor) ? allow : deny("not_found");
}

/** Whether it is something for the owners of its room: of a live stream that nobody keeps there is only what was shown. */
export function isKeptForOwners({ kind, isKept }: { kind: RecordingKind; isKept: boolean }): boolean {
  return kind === "recording" || isKept;
}

/** What a program sees of the recordings of its person's rooms: as far as its scopes go. Of no others: not what the person hosts for a meeting, nor what they moderate. */
export function canSeeAsProgram(actor: Actor, { role }: Pick<RecordingFacts, "role">, action: "recording.list" | "recording.retrieve" | "recording.delete"): Verdict {
  if (actor.kind !== "application") return deny("unauthenticated");
  const scope = canProgram(actor, action);
  if (!scope.allowed) return scope;
  return role !== null ? allow : deny("not_found");
}

/** Whether a program deletes one: where its person could as a host of the room. */
export function canDeleteAsProgram(actor: Actor, facts: RecordingFacts, { status }: { status: RecordingStatus }): Verdict {
  const see = canSeeAsProgram(actor, facts, "recording.delete");
  if (!see.allowed) return see;
  if (!isHost(facts)) return deny("forbidden", "Only hosts of this room may do this.");
  return isRunning(status) ? deny("conflict", "Stop this recording first.") : allow;
}

/** Who handles the recordings of every room, with what only moderators see of them. */
export function canHandleRecordings(actor: Actor): Verdict {
  if (isModerator(actor)) return allow;
  return deny(isSignedOut(actor) ? "unauthenticated" : "forbidden");
}

/** Who may begin to record: as the room says. Not moderators of the product, who handle what there is and make nothing. */
export function canRecord(actor: Actor, facts: RecordingFacts): Verdict {
  const see = canSeeRecordings(actor, facts);
  if (!see.allowed) return see;
  const { role, recorders } = facts;
  const may = role === "owner" || (recorders === "hosts" && isHost(facts)) || (recorders === "members" && (role !== null || isHost(facts)));
  return may ? allow : deny("forbidden", recorders === "owners" ? "Only owners of this room may record." : "Only hosts of this room may record.");
}

/** Who may end a recording: hosts, whoever began it, and moderators. */
export function canStopRecording(actor: Actor, facts: RecordingFacts, { startedBy }: { startedBy: number | null }): Verdict {
  const see = canSeeRecordings(actor, facts);
  if (!see.allowed) return see;
  const isOwn = actor.kind === "user" && actor.userId === startedBy;
  return actor.kind === "system" || isOwn || isHost(facts) || isModerator(actor) ? allow : deny("forbidden", "Only hosts of this room may do this.");
}

/** Who may rename and delete recordings and bring deleted ones back: hosts and moderators. What still runs is stopped first. */
export function canChangeRecording(actor: Actor, facts: RecordingFacts, { status }: { status: RecordingStatus }): Verdict {
  const see = canSeeRecordings(actor, facts);
  if (!see.allowed) return see;
  if (actor.kind !== "system" && !isHost(facts) && !isModerator(actor)) return deny("forbidden", "Only hosts of this room may do this.");
  return isRunning(status) ? deny("conflict", "Stop this recording first.") : allow;
}

type Local = Parameters<typeof isAwaited>[0] & { startedBy: number | null };

/** Who may send the file of what was recorded in a browser: whoever recorded it there, as long as they may record in this room. Once: what is here is not replaced. */
export function canSendRecording(actor: Actor, facts: RecordingFacts, recording: Local): Verdict {
  const record = canRecord(actor, facts);
  if (!record.allowed) return record;
  if (actor.kind !== "user" || actor.userId !== recording.startedBy) return deny("forbidden", "Only who recorded it has its file.");
  return isAwaited(recording) ? allow : deny("conflict", isRunning(recording.status) ? "Stop this recording first." : "This recording has its file.");
}

/** Who may delete a recording: hosts and moderators, and of what is still in their own browser also whoever recorded it. */
export function canDeleteRecording(actor: Actor, facts: RecordingFacts, recording: Local): Verdict {
  const change = canChangeRecording(actor, facts, recording);
  if (change.allowed || !isAwaited(recording) || actor.kind !== "user" || actor.userId !== recording.startedBy) return change;
  return canSeeRecordings(actor, facts);
}

/** Who may make a video of the library of it, for the same audience: hosts, once it is saved and while it is none. */
export function canPublishRecording(actor: Actor, facts: RecordingFacts, { status, mode, videoId }: { status: RecordingStatus; mode: RecordingMode; videoId: number | null }): Verdict {
  const change = canChangeRecording(actor, facts, { status });
  if (!change.allowed) return change;
  if (videoId !== null) return deny("conflict", "This recording is a video already.");
  if (mode === "audio_only") return deny("conflict", "Sound alone does not become a video.");
  return status === "saved" ? allow : deny("conflict", "Only a saved recording becomes a video.");
}

/** Who may change who watches a stream, and whether its file is kept: who may end it. Once it is over its file is a matter of those who may delete it; what has failed has none. */
export function canSteerStream(actor: Actor, facts: RecordingFacts, stream: { startedBy: number | null; status: RecordingStatus }): Verdict {
  const may = isRunning(stream.status) ? canStopRecording(actor, facts, stream) : canChangeRecording(actor, facts, stream);
  if (!may.allowed) return may;
  return stream.status === "failed" || stream.status === "aborted" ? deny("conflict", "This stream has no file.") : allow;
}

/** Who may watch a stream's page: its audience, and always who sees the room's recordings. Whoever is banned from the room's calls is of no audience but everybody. */
export function canWatchStream(actor: Actor, facts: RecordingFacts & { isBanned: boolean }, { audience }: { audience: StreamAudience }): Verdict {
  if (audience === "public" || actor.kind === "system" || canSeeRecordings(actor, facts).allowed) return allow;
  if (actor.kind !== "user") return deny("unauthenticated");
  return audience === "signed_in" && !facts.isBanned ? allow : deny("not_found");
}
