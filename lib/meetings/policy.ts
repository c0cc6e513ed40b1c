import { isModerator, personOf, type Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import { canProgram } from "@/lib/authz/scopes";
import { settings } from "@/lib/core/settings";
import type { MeetingState } from "@/lib/meetings/contract";
import type { RoomRole } from "@/lib/rooms/contract";

/** What a window rests on; the rows as they are. */
export type OccurrenceTimes = { startsAt: Date; endsAt: Date; openedAt: Date | null; closedAt: Date | null; cancelledAt: Date | null };

/** Open when now ≥ start, or since the host opened it; over when now ≥ end, or since it was ended or cancelled. `now` is the database's clock. */
export function stateAt({ startsAt, endsAt, openedAt, closedAt, cancelledAt }: OccurrenceTimes, now: Date): MeetingState {
  if (cancelledAt !== null || closedAt !== null || now >= endsAt) return "over";
  return now >= startsAt || openedAt !== null ? "open" : "upcoming";
}

/** What a verdict about a meeting rests on. */
export type MeetingFacts = {
  hostId: number | null;
  ownsRoom: boolean;
  /** The asker's role in the meeting's room; null for those who are no member. */
  roomRole: RoomRole | null;
  isAttendee: boolean;
  isRoomDeleted: boolean;
  isCancelled: boolean;
};

/** What a program does with meetings; each needs its scope. */
type ProgramAction = "meeting.list" | "meeting.retrieve" | "meeting.create" | "meeting.update" | "meeting.delete";

/** Everyone with an account schedules; in a room that is there already, its members. For others that room does not exist. */
export function canScheduleMeeting(actor: Actor, chosenRoom: { role: RoomRole | null; isDeleted: boolean } | null): Verdict {
  if (actor.kind === "application") {
    const scope = canProgram(actor, "meeting.create");
    if (!scope.allowed) return scope;
  } else if (actor.kind !== "user") return deny("unauthenticated");
  if (chosenRoom && (chosenRoom.isDeleted || chosenRoom.role === null)) return deny("not_found");
  return allow;
}

/** One's own list: what one hosts, is asked to, or has in one's rooms. */
export function canListMeetings(actor: Actor): Verdict {
  if (actor.kind === "application") return canProgram(actor, "meeting.list");
  return actor.kind === "user" ? allow : deny("unauthenticated");
}

function isHostLike(actor: Actor, { hostId, ownsRoom, roomRole }: MeetingFacts): boolean {
  const person = personOf(actor);
  return person !== null && (person === hostId || (ownsRoom && (roomRole === "owner" || roomRole === "administrator")));
}

/** Who sees a meeting without having its address: its host, those asked to come, members of its room, moderators. */
export function canReadMeeting(actor: Actor, facts: MeetingFacts, action: ProgramAction = "meeting.retrieve"): Verdict {
  if (actor.kind === "application") {
    const scope = canProgram(actor, action);
    if (!scope.allowed) return scope;
  } else if (actor.kind !== "user") return deny("unauthenticated");
  if (facts.isRoomDeleted) return deny("not_found");
  return isHostLike(actor, facts) || facts.isAttendee || facts.roomRole !== null || isModerator(actor) ? allow : deny("not_found");
}

/** Who changes, cancels, opens, extends and ends it: its creator, those who run its own room, and moderators. */
export function canManageMeeting(actor: Actor, facts: MeetingFacts, action: ProgramAction = "meeting.update"): Verdict {
  const read = canReadMeeting(actor, facts, action);
  if (!read.allowed) return read;
  return isHostLike(actor, facts) || isModerator(actor) ? allow : deny("forbidden", "Only the host changes this meeting.");
}

/** Opening before the start: hosts, at most a day before. */
export function canOpenEarly(actor: Actor, facts: MeetingFacts, occurrence: OccurrenceTimes, now: Date): Verdict {
  const manage = canManageMeeting(actor, facts);
  if (!manage.allowed) return manage;
  if (facts.isCancelled || stateAt(occurrence, now) !== "upcoming") return deny("conflict", "This meeting is not waiting for its start.");
  if (occurrence.startsAt.getTime() - now.getTime() > settings.meetingOpenEarlySeconds * 1000) return deny("conflict", "A meeting can be opened a day before its start at the earliest.");
  return allow;
}

/** Adding time: hosts, while it is open, up to the length that a meeting may have and never into its own next time. */
export function canExtend(actor: Actor, facts: MeetingFacts, occurrence: OccurrenceTimes, now: Date, minutes: number, nextStartsAt: Date | null): Verdict {
  const manage = canManageMeeting(actor, facts);
  if (!manage.allowed) return manage;
  if (facts.isCancelled || stateAt(occurrence, now) !== "open") return deny("conflict", "This meeting is not open.");
  const endsAt = occurrence.endsAt.getTime() + minutes * 60_000;
  if (endsAt - occurrence.startsAt.getTime() > settings.meetingMaxMinutes * 60_000) return deny("conflict", "A meeting lasts a day at most.");
  if (nextStartsAt !== null && endsAt > nextStartsAt.getTime()) return deny("conflict", "The next meeting of this series begins before that.");
  return allow;
}

/** Ending before the end: hosts, while it is open. */
export function canEndMeeting(actor: Actor, facts: MeetingFacts, occurrence: OccurrenceTimes, now: Date): Verdict {
  const manage = canManageMeeting(actor, facts);
  if (!manage.allowed) return manage;
  return !facts.isCancelled && stateAt(occurrence, now) === "open" ? allow : deny("conflict", "This meeting is not open.");
}

/** The meetings of everybody: moderators. */
export function canAdministerMeetings(actor: Actor): Verdict {
  if (isModerator(actor)) return allow;
  return deny(actor.kind === "anonymous" ? "unauthenticated" : "forbidden");
}
