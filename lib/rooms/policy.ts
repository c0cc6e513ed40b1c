import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import { isModerator, type Actor } from "@/lib/authz/actor";
import { canProgram } from "@/lib/authz/scopes";
import type { AccessLevel, RoomAbilities, RoomRole } from "@/lib/rooms/contract";

/** What a verdict about a room rests on. */
export type RoomFacts = {
  accessLevel: AccessLevel;
  isDeleted: boolean;
  /** The asker's role; null for those who are no member. */
  role: RoomRole | null;
  /** Owners besides the asker. */
  otherOwners: number;
  /** Whether the room's chat is switched on. */
  isChatOn: boolean;
  /** Slow mode: seconds between two messages of one person; 0 is off. */
  slowModeSeconds?: number;
  /** A direct conversation of two: it has no hosts, nobody joins or leaves it, and moderators know nothing of it. */
  isDirect?: boolean;
  /** Banned by its hosts: no member, and no way to become one until that is lifted. */
  isBanned?: boolean;
  /** Of those who are no member: in the call that runs in the room. */
  isInCall?: boolean;
};

/** Who may make rooms: everyone with an account; a program with the scope, public ones only where its application allows it. */
export function canCreateRoom(actor: Actor, accessLevel: AccessLevel): Verdict {
  if (actor.kind === "application") {
    const scope = canProgram(actor, "room.create");
    if (!scope.allowed) return scope;
    return mayOpenToAnyone(actor, accessLevel);
  }
  return actor.kind === "user" ? allow : deny("unauthenticated");
}

/** Who may make a room for somebody else: moderators. */
export function canCreateRoomFor(actor: Actor): Verdict {
  return canSeeAllRooms(actor);
}

/** A program makes and turns rooms public only where its application allows it. */
function mayOpenToAnyone(actor: Actor, accessLevel: AccessLevel): Verdict {
  const isRefused = actor.kind === "application" && accessLevel === "public" && !actor.mayCreatePublicRooms;
  return isRefused ? deny("forbidden", "This application may not create public rooms.") : allow;
}

/** Hosts run a room: its owners and administrators. */
function isHost(role: RoomRole | null): boolean {
  return role === "owner" || role === "administrator";
}

const ofTwo = "A conversation of two stays as it is.";

/** Whether someone handles the room itself, not what is written in it: its hosts, a program for one of them, and moderators. */
function canHandle(actor: Actor, facts: RoomFacts, action: string, isRight: (role: RoomRole | null) => boolean): Verdict {
  if (actor.kind === "application") {
    const scope = canProgram(actor, action);
    if (!scope.allowed) return scope;
  } else if (actor.kind !== "user") return deny("unauthenticated");
  if (facts.isDeleted) return deny("not_found");
  if (facts.isDirect) return facts.role === null || actor.kind === "application" ? deny("not_found") : deny("forbidden", ofTwo);
  if (isModerator(actor)) return allow;
  if (facts.role === null) return deny("not_found");
  return isRight(facts.role) ? allow : deny("forbidden");
}

/** Who may change a room's name, address, access and switches: its hosts, a program for one of them, and moderators. `to` is the access level wished for. */
export function canChangeRoom(actor: Actor, facts: RoomFacts, to?: AccessLevel): Verdict {
  const handle = canHandle(actor, facts, "room.update", isHost);
  if (!handle.allowed || to === undefined || to === facts.accessLevel) return handle;
  return mayOpenToAnyone(actor, to);
}

/**
 * Who may invite by mail, and see who is invited: the room's own hosts. Not moderators of the product, who add people
 * by name and see no addresses. Only an owner makes owners.
 */
export function canInvite(actor: Actor, facts: RoomFacts, role: RoomRole = "member"): Verdict {
  const read = canReadRoom(actor, facts);
  if (!read.allowed) return read;
  if (!isHost(facts.role)) return deny("forbidden");
  return role === "owner" ? onlyOwners(facts) : allow;
}

/** Whether an invitation still rests on somebody's right: what they may not give any more, their mail does not give either. */
export function canStandFor(inviter: { role: RoomRole | null; isActive: boolean } | null, role: RoomRole): boolean {
  if (!inviter?.isActive || !isHost(inviter.role)) return false;
  return role !== "owner" || inviter.role === "owner";
}

const rank: Record<RoomRole, number> = { owner: 2, administrator: 1, member: 0 };

/** Whether a role is more than another; null is nobody's. */
export function isHigherRole(role: RoomRole, than: RoomRole | null): boolean {
  return than === null || rank[role] > rank[than];
}

/** Another member of a room, as one who wants to change their place sees them. */
export type MemberFacts = { role: RoomRole; isSelf: boolean };

/** Who may see the people of a room with what can be done about them: its members, and moderators. */
export function canListMembers(actor: Actor, facts: RoomFacts): Verdict {
  if (actor.kind === "user" && isModerator(actor) && !facts.isDeleted && !facts.isDirect) return allow;
  return canReadRoom(actor, facts);
}

/** Who may add people: hosts and moderators. Only an owner makes owners, and nobody lets themselves into a room that they only moderate. */
export function canAddMember(actor: Actor, facts: RoomFacts, role: RoomRole, isSelf = false): Verdict {
  const handle = canHandle(actor, facts, "room.members", isHost);
  if (!handle.allowed) return handle;
  if (isSelf) return deny("forbidden", "Nobody adds themselves.");
  return role === "owner" ? onlyOwners(facts) : allow;
}

function onlyOwners(facts: RoomFacts): Verdict {
  return facts.role === "owner" ? allow : deny("invalid_input", "Only an owner makes owners.");
}

/** Who may change a member's role: hosts and moderators, but an owner is changed only by themselves, nobody else changes their own, and one owner stays. */
export function canChangeRole(actor: Actor, facts: RoomFacts, member: MemberFacts, to: RoomRole): Verdict {
  const handle = canHandle(actor, facts, "room.members", isHost);
  if (!handle.allowed) return handle;
  if (member.role === "owner" && !member.isSelf) return deny("forbidden", "An owner is changed only by themselves.");
  if (member.isSelf && member.role !== "owner") return deny("forbidden", "Nobody changes their own role.");
  if (member.isSelf && to !== "owner" && facts.otherOwners === 0) return deny("conflict", "A room keeps an owner. Make someone else an owner first.");
  return to === "owner" ? onlyOwners(facts) : allow;
}

/** Who may end somebody's membership: hosts and moderators, but never an owner's. One's own ends by leaving. */
export function canRemoveMember(actor: Actor, facts: RoomFacts, member: MemberFacts): Verdict {
  const handle = canHandle(actor, facts, "room.members", isHost);
  if (!handle.allowed) return handle;
  if (member.isSelf) return deny("forbidden", "Leave the room instead.");
  return member.role === "owner" ? deny("forbidden", "An owner is changed only by themselves.") : allow;
}

/** Who may delete a room: its owners, a program for one of them, and moderators. */
export function canDeleteRoom(actor: Actor, facts: RoomFacts): Verdict {
  return canHandle(actor, facts, "room.delete", (role) => role === "owner");
}

/** Who may bring a deleted room back: those who could have deleted it. For everyone else it does not exist. */
export function canRestoreRoom(actor: Actor, facts: RoomFacts): Verdict {
  if (actor.kind !== "user") return deny("unauthenticated");
  if (facts.isDirect) return deny("not_found");
  if (!isModerator(actor) && facts.role !== "owner") return deny(facts.isDeleted || facts.role === null ? "not_found" : "forbidden");
  return facts.isDeleted ? allow : deny("conflict", "This room is not deleted.");
}

/** Who may find every room and see what there is to handle of it, never what is written in it: moderators. */
export function canSeeAllRooms(actor: Actor): Verdict {
  if (isModerator(actor)) return allow;
  return deny(actor.kind === "user" ? "forbidden" : "unauthenticated");
}

/** Who may read a room, its messages and its events: its members, whatever their role in the product. For others it does not exist. */
export function canReadRoom(actor: Actor, facts: RoomFacts): Verdict {
  if (actor.kind !== "user") return deny("unauthenticated");
  return facts.role !== null && !facts.isDeleted ? allow : deny("not_found");
}

/** Who may list one's own rooms: everyone with an account, and a program with the scope. */
export function canListRooms(actor: Actor): Verdict {
  if (actor.kind === "application") return canProgram(actor, "room.list");
  return actor.kind === "user" ? allow : deny("unauthenticated");
}

/** Who may look one room up, without what is written in it: its members, and a program with the scope that acts for one. */
export function canRetrieveRoom(actor: Actor, facts: RoomFacts): Verdict {
  if (actor.kind !== "application") return canReadChat(actor, facts);
  const scope = canProgram(actor, "room.retrieve");
  if (!scope.allowed) return scope;
  return facts.role !== null && !facts.isDeleted && !facts.isDirect ? allow : deny("not_found");
}

/** Who may read what is written in a room, with its events: who may read the room, and the guests of its call, with an account or without, for the time that they are in it. */
export function canReadChat(actor: Actor, facts: RoomFacts): Verdict {
  const isVisitor = (actor.kind === "guest" || actor.kind === "user") && facts.role === null && facts.isInCall === true && !facts.isDeleted;
  if (isVisitor) return allow;
  return actor.kind === "guest" ? deny("not_found") : canReadRoom(actor, facts);
}

/** Who may write: those who read it, while the chat is on. */
export function canSendMessage(actor: Actor, facts: RoomFacts): Verdict {
  const read = canReadChat(actor, facts);
  if (!read.allowed) return read;
  if (facts.isChatOn) return allow;
  return deny("conflict", facts.isDirect ? "The other person has no account any more." : "The chat of this room is switched off.");
}

/** How long somebody waits between two messages of theirs, in seconds: not at all where slow mode is off, and hosts never. */
export function secondsBetweenMessages(facts: Pick<RoomFacts, "role" | "slowModeSeconds">): number {
  return isHost(facts.role) ? 0 : (facts.slowModeSeconds ?? 0);
}

/** Who may send files: who writes under an account. A guest of a call has none that could answer for them. */
export function canAttachFiles(actor: Actor, facts: RoomFacts): Verdict {
  const send = canSendMessage(actor, facts);
  if (!send.allowed) return send;
  return actor.kind === "user" ? allow : deny("forbidden", "Sign in to send files.");
}

/** Who may take away what anybody has written: the room's own hosts, also where the chat is off. Not moderators of the product, who do not read it. */
export function canDeleteMessages(actor: Actor, facts: RoomFacts): Verdict {
  const read = canReadChat(actor, facts);
  if (!read.allowed) return read;
  return isHost(facts.role) ? allow : deny("forbidden", "Hosts of the room delete what others wrote.");
}

/** Who may take a copy of all that is written in a room: its own hosts. Not moderators of the product, and nobody from a conversation of two. */
export function canExportChat(actor: Actor, facts: RoomFacts): Verdict {
  const read = canReadRoom(actor, facts);
  if (!read.allowed) return read;
  return isHost(facts.role) ? allow : deny("forbidden", "Hosts of the room take copies of it.");
}

/** Who may become a member by themselves: any signed-in person, except where the room is for those who were added. */
export function canJoinRoom(actor: Actor, facts: RoomFacts): Verdict {
  if (actor.kind !== "user") return deny("unauthenticated");
  if (facts.isDeleted || facts.isBanned === true || (facts.isDirect && facts.role === null)) return deny("not_found");
  if (facts.role !== null) return deny("conflict", "already a member");
  return facts.accessLevel === "restricted" ? deny("forbidden", "Members of this room are added by its owners.") : allow;
}

/** Whom somebody wants to write to. */
export type DirectFacts = { isSelf: boolean; isActive: boolean; sharesRoom: boolean; takesDirect: boolean };

/**
 * Who may begin a direct conversation: people who are in a room together, where the other one lets them. Who is in none
 * learns nothing, not even whether there is such a person. One that exists is found whatever they choose later.
 */
export function canStartDirect(actor: Actor, other: DirectFacts | null): Verdict {
  if (actor.kind !== "user") return deny("unauthenticated");
  if (other?.isSelf) return deny("invalid_input", "Nobody writes to themselves.");
  if (!other?.isActive || !other.sharesRoom) return deny("not_found");
  return other.takesDirect ? allow : deny("forbidden", "This person takes no new conversations.");
}

/** Who may leave: members, but never the last owner. */
export function canLeaveRoom(actor: Actor, facts: RoomFacts): Verdict {
  const read = canReadRoom(actor, facts);
  if (!read.allowed) return read;
  if (facts.isDirect) return deny("conflict", ofTwo);
  if (facts.role === "owner" && facts.otherOwners === 0) return deny("conflict", "The last owner cannot leave. Make someone else an owner first.");
  return allow;
}

/** All of that as it is told with a room: the page shows what the server would allow. */
export function roomAbilities(actor: Actor, facts: RoomFacts): RoomAbilities {
  return {
    send_messages: canSendMessage(actor, facts).allowed,
    attach_files: canAttachFiles(actor, facts).allowed,
    delete_messages: canDeleteMessages(actor, facts).allowed,
    leave: canLeaveRoom(actor, facts).allowed,
    change: canChangeRoom(actor, facts).allowed,
    delete: canDeleteRoom(actor, facts).allowed,
    manage_members: canAddMember(actor, facts, "member").allowed,
    make_owners: canAddMember(actor, facts, "owner").allowed,
  };
}

/** To whom a room goes whose only owner is gone: hosts before members, and of those who came first. Null where nobody is left. */
export function successorOf(members: readonly { userId: number; role: RoomRole; joinedAt: Date }[]): number | null {
  const rank = (role: RoomRole) => (role === "administrator" ? 0 : 1);
  const [first] = [...members].sort((a, b) => rank(a.role) - rank(b.role) || a.joinedAt.getTime() - b.joinedAt.getTime() || a.userId - b.userId);
  return first?.userId ?? null;
}
