import { db } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import type { MeetingWindow } from "@/lib/meetings/contract";
import { findMeetingFacts, type FoundMeeting } from "@/lib/meetings/queries/find-meeting";
import { stateOf, timesOf } from "@/lib/meetings/queries/meeting-dto";

/** Where a meeting stands, with the clock that says so. */
export function toWindow(found: FoundMeeting): MeetingWindow {
  const { startsAt, endsAt } = timesOf(found);
  return {
    state: stateOf(found),
    starts_at: toTimestamp(startsAt),
    ends_at: toTimestamp(found.occurrence?.closedAt ?? endsAt),
    cancelled: found.meeting.cancelledAt !== null || found.occurrence === null,
    now: toTimestamp(found.now),
  };
}

/** The window of a meeting, for whoever has its address: its uuid is not to be guessed. @throws AppError not_found */
export async function getMeetingWindow(actor: Actor, uuid: string): Promise<MeetingWindow> {
  const found = await findMeetingFacts(db(), actor, { uuid });
  if (!found || found.facts.isRoomDeleted) throw new AppError("not_found");
  return toWindow(found);
}
