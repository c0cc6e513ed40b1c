import { isAdmin, isModerator, isSignedOut, type Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import type { ReportMeasure } from "@/lib/reports/contract";
import type { RoomRole } from "@/lib/rooms/contract";

/** Reports, with what was written in rooms that moderators do not read otherwise: moderators. */
export function canHandleReports(actor: Actor): Verdict {
  if (isSignedOut(actor)) return deny("unauthenticated");
  return isModerator(actor) ? allow : deny("forbidden");
}

/** Who may report a message that they read: people with an account, and not what they wrote themselves. */
export function canReport(actor: Actor, message: { isOwn: boolean; isDeleted: boolean }): Verdict {
  if (actor.kind !== "user") return deny("unauthenticated");
  if (message.isDeleted) return deny("conflict", "This message was deleted.");
  return message.isOwn ? deny("forbidden", "Nobody reports what they wrote themselves.") : allow;
}

/** Whom a decision is about. */
export type ReportFacts = {
  isClosed: boolean;
  /** The message was taken away meanwhile. */
  isGone: boolean;
  /** Written in a direct conversation, from which nobody is banned. */
  isDirect?: boolean;
  author: { kind: "user"; isSelf: boolean; isActive: boolean; /** In the room. */ role: RoomRole | null } | { kind: "guest" } | null;
};

/** Each measure by itself: a decision may have several. */
export function canTake(actor: Actor, facts: ReportFacts, measure: ReportMeasure): Verdict {
  const handle = canHandleReports(actor);
  if (!handle.allowed) return handle;
  const { author } = facts;
  if (measure === "hide") return facts.isGone ? deny("conflict", "This message is deleted already.") : allow;
  if (author === null) return deny("conflict", "Whoever wrote this has no account any more.");
  if (measure === "ban") return facts.isDirect ? deny("conflict", "Nobody is banned from a conversation of two.") : canBan(author);
  if (author.kind === "guest") return deny("conflict", "Whoever wrote this has no account.");
  if (author.isSelf) return deny("forbidden", "Nobody decides about themselves.");
  if (measure === "warn") return author.isActive ? allow : deny("conflict", "This account is switched off.");
  if (!isAdmin(actor)) return deny("forbidden", "Only administrators switch accounts off.");
  return author.isActive ? allow : deny("conflict", "This account is switched off.");
}

function canBan(author: NonNullable<ReportFacts["author"]>): Verdict {
  if (author.kind === "guest") return allow;
  if (author.isSelf) return deny("forbidden", "Nobody decides about themselves.");
  if (author.role === "owner" || author.role === "administrator") return deny("conflict", "Take away their role in the room first.");
  return author.isActive ? allow : deny("conflict", "This account is switched off.");
}

/** A report is decided once: of two at the same time one hears that the other was first. Nobody decides about what they wrote themselves. */
export function canDecideReport(actor: Actor, facts: ReportFacts): Verdict {
  const handle = canHandleReports(actor);
  if (!handle.allowed) return handle;
  if (facts.author?.kind === "user" && facts.author.isSelf) return deny("forbidden", "Somebody else decides about what you wrote.");
  return facts.isClosed ? deny("conflict", "This report was decided already.") : allow;
}
