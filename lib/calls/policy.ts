import type { Actor } from "@/lib/authz/actor";
import { isModerator } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { mediaSources, type CallRole, type DoorEntry, type MediaSource } from "@/lib/calls/contract";
import type { AccessLevel, RoomRole, RoomSettings } from "@/lib/rooms/contract";

/** All that decides about a place in a call, read at each token and at each connection. Nothing else is looked at. */
export type EntryFacts = {
  room: {
    accessLevel: AccessLevel;
    settings: Pick<RoomSettings, "lobby" | "max_participants" | "everyone_may_mute" | "encryption" | MediaSource>;
  };
  /** `user` is an active account with a live session; `role` is theirs in the room, null for non-members. */
  person: { kind: "anonymous" } | { kind: "guest" } | { kind: "user"; role: RoomRole | null };
  isBanned: boolean;
  /** In the call now, or gone so briefly that it is the same visit: what holds for newcomers does not concern them. */
  isInside: boolean;
  /** A host let this person in, for this call and after any removal from it. */
  isAdmitted: boolean;
  /** Their meeting is open in this room now. */
  isMeetingHost: boolean;
  /** Sent out of this call by a host and not let in since. */
  wasRemoved: boolean;
  /** What the running call says; of no call: unlocked, nobody. */
  call: {
    isLocked: boolean;
    /** After a guest was banned the others are asked for, too. */
    guestsWait: boolean;
    participantCount: number;
  };
  /** The meeting whose window this address has; null for an address without a schedule. */
  window: { state: "upcoming" | "open" | "over"; startsAt: Date; endsAt: Date; isInvited: boolean } | null;
};

/**
 * What the door answers. `enter`: with a token. `wait`: in the lobby, without one. `name`: a person without account says
 * a name first and is judged anew as a guest. `refuse`: no, with the code of the answer.
 */
export type EntryVerdict =
  | { kind: "enter"; role: CallRole }
  | { kind: "wait" }
  | { kind: "name"; then: "enter" | "wait" }
  | { kind: "refuse"; code: Extract<ErrorCode, "unauthenticated" | "banned" | "locked" | "full" | "not_open" | "over">; extra?: { starts_at: string } | { ended_at: string } };

/** Owner, administrator, or the one whose meeting it is: who decides about others in a call. */
export function isCallHost({ person, isMeetingHost }: Pick<EntryFacts, "person" | "isMeetingHost">): boolean {
  return person.kind === "user" && (person.role === "owner" || person.role === "administrator" || isMeetingHost);
}

/** Who may be in a room's call. The one place: join tokens, the signalling gate, the pages and the door all ask here. */
export function judgeEntry(facts: EntryFacts): EntryVerdict {
  const { person, window, call, room } = facts;
  if (facts.isBanned) return { kind: "refuse", code: "banned" };
  // Its host too: they open the meeting, and then it is open for all.
  if (window?.state === "upcoming") return { kind: "refuse", code: "not_open", extra: { starts_at: window.startsAt.toISOString() } };
  if (window?.state === "over") return { kind: "refuse", code: "over", extra: { ended_at: window.endsAt.toISOString() } };
  if (person.kind === "anonymous") {
    const asGuest = judgeEntry({ ...facts, person: { kind: "guest" } });
    return asGuest.kind === "refuse" ? asGuest : { kind: "name", then: asGuest.kind === "enter" ? "enter" : "wait" };
  }
  const enter = { kind: "enter", role: callRoleOf(facts) } as const;
  if (facts.isInside) return enter;
  if (room.accessLevel === "authenticated" && person.kind === "guest") return { kind: "refuse", code: "unauthenticated" };
  if (call.isLocked) return { kind: "refuse", code: "locked" };
  if (isCallHost(facts)) return enter;
  if (call.participantCount >= room.settings.max_participants) return { kind: "refuse", code: "full" };
  if (facts.isAdmitted || (window?.isInvited && !facts.wasRemoved && !room.settings.lobby)) return enter;
  if (facts.wasRemoved || room.settings.lobby || (call.guestsWait && person.kind === "guest")) return { kind: "wait" };
  return room.accessLevel === "restricted" && callRoleOf(facts) === "guest" ? { kind: "wait" } : enter;
}

/** What someone who may enter is in the call. */
export function callRoleOf({ person }: Pick<EntryFacts, "person">): CallRole {
  return person.kind === "user" ? (person.role ?? "guest") : "guest";
}

/** What a person may send. */
export function sourcesOf(facts: Pick<EntryFacts, "person" | "isMeetingHost" | "room">): MediaSource[] {
  const isHost = isCallHost(facts);
  return mediaSources.filter((source) => isHost || facts.room.settings[source] === "everyone");
}

/** The role of one who may enter now. @throws AppError with the code of the refusal; unauthenticated, forbidden for those who must name themselves or wait */
export function requireEntry(verdict: EntryVerdict): CallRole {
  if (verdict.kind === "enter") return verdict.role;
  if (verdict.kind === "refuse") throw new AppError(verdict.code, verdict.extra ? { extra: verdict.extra } : {});
  if (verdict.kind === "name") throw new AppError("unauthenticated", "Please sign in to join this call.");
  throw new AppError("forbidden", "The hosts of this call let people in.");
}

/** What the door says to a person with the link. */
export function doorEntryOf(facts: EntryFacts): DoorEntry {
  const verdict = judgeEntry(facts);
  if (verdict.kind === "enter") return "open";
  if (verdict.kind === "wait") return "lobby";
  if (verdict.kind === "name") return verdict.then === "enter" ? "name" : "lobby";
  return verdict.code === "unauthenticated" ? "sign_in" : "closed";
}

/** Who stands where towards a call that they want to change; `isMeetingHost`: it is their meeting that runs in it. */
export type ModerationFacts = { role: RoomRole | null; isMeetingHost: boolean };

/** Who may remove, ban, mute others, lock, unlock and end: the hosts. Moderators of the product too, whose matter is abuse; jobs, for meetings whose time is up. */
export function canModerateCall(actor: Actor, { role, isMeetingHost }: ModerationFacts): Verdict {
  if (actor.kind === "system") return allow;
  if (actor.kind === "anonymous") return deny("unauthenticated");
  if (isModerator(actor)) return allow;
  return actor.kind === "user" && (role === "owner" || role === "administrator" || isMeetingHost) ? allow : deny("forbidden", "Only hosts of this call may do this.");
}

/** Who may send somebody out of a call, and for good. The room's owners answer to no one but owners and the product's moderators. */
export function canRemoveFromCall(actor: Actor, facts: ModerationFacts, target: { role: RoomRole | null; isSelf: boolean }, isBan: boolean): Verdict {
  const moderate = canModerateCall(actor, facts);
  if (!moderate.allowed) return moderate;
  if (target.isSelf) return deny("conflict", "Leave the call instead.");
  if (isBan && (target.role === "owner" || target.role === "administrator")) return deny("conflict", "Take away their role in the room first.");
  if (target.role === "owner" && facts.role !== "owner" && !isModerator(actor)) return deny("forbidden", "Only owners of this room may do this.");
  return allow;
}

/** Who may silence one person: hosts, and where the room says so everyone who is in the call at this moment. */
export function canMute(actor: Actor, facts: ModerationFacts & { everyoneMayMute: boolean; isConnected: boolean }): Verdict {
  const moderate = canModerateCall(actor, facts);
  return moderate.allowed || (facts.everyoneMayMute && facts.isConnected) ? allow : moderate;
}

/**
 * Whether the server can hear and see a call at all: for recordings, live streams, captions made by a program, people on
 * the telephone. Never where it is encrypted between the people in it, whoever asks.
 */
export function canCaptureCall({ encryption }: Pick<RoomSettings, "encryption">): Verdict {
  return encryption ? deny("conflict", "The calls of this room are encrypted end to end: the server can neither hear nor see them.") : allow;
}

/** Who may show a video of the library to a call: its hosts who are in it. That they may see the video themselves is asked besides. */
export function canShowVideo(actor: Actor, facts: ModerationFacts & { isConnected: boolean }): Verdict {
  const moderate = canModerateCall(actor, facts);
  if (!moderate.allowed) return moderate;
  return canTakePart(actor, facts);
}

/** Who may play, pause and seek what is shown: who may show it, and everyone in the call where a host lets them. */
export function canSteerVideo(actor: Actor, facts: ModerationFacts & { isConnected: boolean; everyoneSteers: boolean }): Verdict {
  const part = canTakePart(actor, facts);
  if (!part.allowed || facts.everyoneSteers) return part;
  return canShowVideo(actor, facts);
}

/** Whose words are kept in writing with a call: their own, of whoever is in it, unless it is encrypted between the people in it. */
export function canKeepCaptions(actor: Actor, facts: { isConnected: boolean; encryption: boolean }): Verdict {
  const part = canTakePart(actor, facts);
  return part.allowed ? canCaptureCall(facts) : part;
}

/** Who may raise a hand and react: whoever is in the call at this moment. */
export function canTakePart(actor: Actor, { isConnected }: { isConnected: boolean }): Verdict {
  if (actor.kind === "anonymous") return deny("unauthenticated");
  return isConnected ? allow : deny("forbidden", "Only people in this call may do this.");
}
