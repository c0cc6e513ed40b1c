import { db } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import type { MeetingWindow } from "@/lib/meetings/contract";
import { findMeetingFacts, type FoundMeeting } from "@/lib/meetings/queries/find-meeting";
import { stateOf, timesOf } from "@/lib/meetings/queries/meeting-dto";

/** The window is the same for everyone. */
const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };

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

/** The window of a meeting, for whoever has its address: its uuid is not to be guessed. Null where there is none. */
export async function findMeetingWindow(uuid: string): Promise<MeetingWindow | null> {
  const found = await findMeetingFacts(db(), anonymous, { uuid });
  return found && !found.facts.isRoomDeleted ? toWindow(found) : null;
}

/** The same. @throws AppError not_found */
export async function getMeetingWindow(uuid: string): Promise<MeetingWindow> {
  const window = await findMeetingWindow(uuid);
  if (!window) throw new AppError("not_found");
  return window;
}
