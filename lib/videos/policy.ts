import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import { isModerator, isSignedOut, type Actor } from "@/lib/authz/actor";
import type { VideoProcessingStatus, VideoVisibility } from "@/lib/videos/contract";

/** What a verdict about a video rests on. */
export type VideoFacts = {
  ownerId: number | null;
  visibility: VideoVisibility;
  status: VideoProcessingStatus;
  hasOutput: boolean;
  /** Whether another source is to replace that of a complete output, which is shown until then, also when that fails. */
  isReplacing: boolean;
  isDeleted: boolean;
  /** Whether the asker is a member of the video's room. */
  isRoomMember: boolean;
};

function isOwner(actor: Actor, facts: VideoFacts): boolean {
  return actor.kind === "user" && facts.ownerId === actor.userId;
}

function isInAudience(facts: VideoFacts): boolean {
  switch (facts.visibility) {
    case "private":
      return false;
    case "room":
      return facts.isRoomMember;
    case "authenticated":
    case "public":
      return true;
  }
}

/** Who may upload: moderators and admins; others where the installation says so. */
export function canUploadVideo(actor: Actor, usersMayUpload: boolean): Verdict {
  if (actor.kind !== "user") return deny("unauthenticated");
  return usersMayUpload || isModerator(actor) ? allow : deny("forbidden", "You may not upload videos here.");
}

/** Who may see the state of a video and act on it: its owner and moderators. For others it does not exist. */
export function canManageVideo(actor: Actor, facts: VideoFacts): Verdict {
  if (isSignedOut(actor) || actor.kind === "application") return deny("unauthenticated");
  if (facts.isDeleted) return deny("not_found");
  return actor.kind === "system" || isOwner(actor, facts) || isModerator(actor) ? allow : deny("not_found");
}

/** Who sees a video where it is managed, deleted or not: those who may act on it while it lives. */
export function canOverseeVideo(actor: Actor, facts: VideoFacts): Verdict {
  return canManageVideo(actor, { ...facts, isDeleted: false });
}

/** Who may bring a deleted video back: those who could have deleted it. */
export function canRestoreVideo(actor: Actor, facts: VideoFacts): Verdict {
  const oversee = canOverseeVideo(actor, facts);
  if (!oversee.allowed) return oversee;
  return facts.isDeleted ? allow : deny("conflict", "This video is not deleted.");
}

/**
 * Who may open a video, its playlists, segments and pictures. Always a session, whatever the visibility. The audience
 * plays what there is, also while a better output is made or a replaced one could not be; of one that was never made
 * whole only the owner and moderators see what there was. A refusal never tells whether the video exists.
 */
export function canPlayVideo(actor: Actor, facts: VideoFacts): Verdict {
  if (isSignedOut(actor) || actor.kind === "application") return deny("unauthenticated");
  if (facts.isDeleted || !facts.hasOutput) return deny("not_found");
  if (canManageVideo(actor, facts).allowed) return allow;
  return (facts.status !== "failed" || facts.isReplacing) && isInAudience(facts) ? allow : deny("not_found");
}

/** Who may open the page of a video: those who may play it, and before that those who manage it. */
export function canOpenVideo(actor: Actor, facts: VideoFacts): Verdict {
  const manage = canManageVideo(actor, facts);
  return manage.allowed ? manage : canPlayVideo(actor, facts);
}

/**
 * Who came by a share link plays what its audience would, whatever the audience is: the link is the right. One whose link
 * has ended is told no more than anybody without a session.
 */
export function canPlayByLink(facts: VideoFacts, isInForce: boolean): Verdict {
  if (!isInForce) return deny("unauthenticated");
  const isBroken = facts.status === "failed" && !facts.isReplacing;
  return facts.isDeleted || !facts.hasOutput || isBroken ? deny("not_found") : allow;
}

/** Who makes, sees and revokes the share links of a video: those who could change its audience. */
export function canShareVideo(actor: Actor, facts: VideoFacts): Verdict {
  return canManageVideo(actor, facts);
}

/** Whether processing can be started anew: it must have failed. */
export function canRetryVideo(actor: Actor, facts: VideoFacts): Verdict {
  const manage = canManageVideo(actor, facts);
  if (!manage.allowed) return manage;
  return facts.status === "failed" ? allow : deny("conflict", "Only a video whose processing failed can be tried again.");
}

/** Who may give a video another source: those who may upload, for what they may change. */
export function canReplaceSource(actor: Actor, facts: VideoFacts, usersMayUpload: boolean): Verdict {
  const manage = canManageVideo(actor, facts);
  return manage.allowed ? canUploadVideo(actor, usersMayUpload) : manage;
}

/** Whether the source before can be gone back to: another one was given and is not shown yet. */
export function canKeepSource(actor: Actor, facts: VideoFacts): Verdict {
  const manage = canManageVideo(actor, facts);
  if (!manage.allowed) return manage;
  return facts.isReplacing ? allow : deny("conflict", "The source of this video is not being replaced.");
}

/** Who makes, renames, orders and deletes the categories of the library: moderators. */
export function canManageCategories(actor: Actor): Verdict {
  return canSeeAllVideos(actor);
}

/** Who handles the videos of everybody: moderators. */
export function canSeeAllVideos(actor: Actor): Verdict {
  if (isModerator(actor)) return allow;
  return deny(actor.kind === "anonymous" ? "unauthenticated" : "forbidden");
}
