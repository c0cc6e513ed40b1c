import type { Tx } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { canManageMeeting } from "@/lib/meetings/policy";
import { findMeetingFacts, type FoundMeeting, type MeetingKey } from "@/lib/meetings/queries/find-meeting";

/** Takes a meeting for a change by one who may make it. @throws AppError unauthenticated, not_found, forbidden */
export async function lockMeeting(tx: Tx, actor: Actor, key: MeetingKey, action: "meeting.update" | "meeting.delete" = "meeting.update"): Promise<FoundMeeting> {
  const found = await findMeetingFacts(tx, actor, key, true);
  if (!found) throw new AppError(actor.kind === "anonymous" ? "unauthenticated" : "not_found");
  authorize(canManageMeeting(actor, found.facts, action));
  return found;
}
