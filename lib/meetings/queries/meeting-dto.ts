import { toTimestamp } from "@/lib/core/format";
import type { MeetingDto, MeetingState } from "@/lib/meetings/contract";
import { uniqueNameOf } from "@/lib/meetings/names";
import { stateAt } from "@/lib/meetings/policy";
import type { FoundMeeting } from "@/lib/meetings/queries/find-meeting";
import { env } from "@/lib/platform/env";

/** What a meeting is now; one that was cancelled, or whose every time was, is over. */
export function stateOf({ meeting, occurrence, now }: Pick<FoundMeeting, "meeting" | "occurrence" | "now">): MeetingState {
  return meeting.cancelledAt !== null || occurrence === null ? "over" : stateAt(occurrence, now);
}

/** The window that counts now, also where each single time was cancelled. */
export function timesOf({ meeting, occurrence }: Pick<FoundMeeting, "meeting" | "occurrence">): { startsAt: Date; endsAt: Date } {
  return occurrence ?? { startsAt: meeting.startsAt, endsAt: new Date(meeting.startsAt.getTime() + meeting.durationMinutes * 60_000) };
}

/** The address that people share. */
export function meetingUrl(title: string, uuid: string): string {
  return `${env().APP_URL}/m/${uniqueNameOf(title, uuid)}`;
}

/** A meeting as programs get it. */
export function toMeetingDto(found: FoundMeeting): MeetingDto {
  const { meeting, room } = found;
  const { startsAt, endsAt } = timesOf(found);
  return {
    id: meeting.id,
    title: meeting.title,
    starts_at: toTimestamp(startsAt),
    ends_at: toTimestamp(endsAt),
    duration_minutes: meeting.durationMinutes,
    timezone: meeting.timeZone,
    unique_name: uniqueNameOf(meeting.title, meeting.uuid),
    url: meetingUrl(meeting.title, meeting.uuid),
    room: { id: room.id, slug: room.slug },
    state: stateOf(found),
    recurrence: meeting.rrule,
    cancelled: meeting.cancelledAt !== null,
  };
}
