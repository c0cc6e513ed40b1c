import { z } from "zod";
import { emailSchema } from "@/lib/accounts/contract";
import { defineJobEvent } from "@/lib/core/job-event";
import { settings } from "@/lib/core/settings";

export const meetingStates = ["upcoming", "open", "over"] as const;
export type MeetingState = (typeof meetingStates)[number];

export const attendeeResponses = ["open", "accepted", "declined"] as const;

/** What can be wrong with a meeting that someone makes; pages say the same in the reader's language by the key. */
export const meetingMistakes = {
  titleMissing: "Enter a title.",
  titleLong: `Use at most ${settings.meetingTitleMaxLength} characters.`,
  titleUnusable: "Use letters, digits and punctuation only.",
  startInvalid: "Enter a date and a time.",
  startFar: "Choose a date between 2000 and 2100.",
  startPast: "This is over already. Choose a later time.",
  durationInvalid: `Use a whole number of minutes from 1 to ${settings.meetingMaxMinutes}.`,
  zoneUnknown: "Choose a time zone by its name, such as Europe/Berlin.",
  ruleMalformed: "This repetition is not understood.",
  ruleNotStart: "The first meeting must be one of the repetition's days.",
  roomUnknown: "Choose one of your rooms.",
  attendeeInvalid: "Enter addresses such as ada@example.org.",
  attendeesMany: `Invite at most ${settings.meetingMaxAttendees} people.`,
} as const;
export type MeetingMistake = keyof typeof meetingMistakes;

const unusable = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

export const meetingTitleSchema = z
  .string(meetingMistakes.titleMissing)
  .trim()
  .min(1, meetingMistakes.titleMissing)
  .refine((title) => [...title].length <= settings.meetingTitleMaxLength, meetingMistakes.titleLong)
  .refine((title) => !unusable.test(title), meetingMistakes.titleUnusable)
  .refine((title) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(title), meetingMistakes.titleMissing);

const startSchema = z.iso
  .datetime({ offset: true, error: meetingMistakes.startInvalid })
  .transform((text) => new Date(text))
  .refine((date) => date.getUTCFullYear() >= 2000 && date.getUTCFullYear() < 2100, meetingMistakes.startFar);

const durationSchema = z.int(meetingMistakes.durationInvalid).min(1, meetingMistakes.durationInvalid).max(settings.meetingMaxMinutes, meetingMistakes.durationInvalid);

const attendeesSchema = z
  .array(emailSchema, meetingMistakes.attendeeInvalid)
  .max(settings.meetingMaxAttendees, meetingMistakes.attendeesMany)
  .transform((list) => [...new Set(list)]);

const recurrenceSchema = z.string(meetingMistakes.ruleMalformed).trim().max(300, meetingMistakes.ruleMalformed).nullable();

export const createMeetingInput = z.strictObject({
  title: meetingTitleSchema,
  starts_at: startSchema,
  duration_minutes: durationSchema,
  /** By name: `Europe/Berlin`. */
  timezone: z.string(meetingMistakes.zoneUnknown).max(64, meetingMistakes.zoneUnknown),
  /** One of the host's rooms. Without it the meeting has a room of its own, which opens and closes with it. */
  room_id: z.int(meetingMistakes.roomUnknown).positive(meetingMistakes.roomUnknown).optional(),
  /** An RFC 5545 rule such as `FREQ=WEEKLY;BYDAY=MO`; null or absent for once. */
  recurrence: recurrenceSchema.optional(),
  /** Addresses of those who are asked to come. */
  attendees: attendeesSchema.optional(),
});
export type CreateMeetingInput = z.output<typeof createMeetingInput>;

/** What is not named stays as it is. The room of a meeting does not change. */
export const updateMeetingInput = createMeetingInput.omit({ room_id: true }).partial();
export type UpdateMeetingInput = z.output<typeof updateMeetingInput>;

/** A change of one time of a repeated meeting. */
export const updateOccurrenceInput = z.strictObject({ starts_at: startSchema, duration_minutes: durationSchema });
export type UpdateOccurrenceInput = z.output<typeof updateOccurrenceInput>;

export const extendMinutes = settings.meetingExtendMinutes;
export const extendMeetingInput = z.strictObject({ minutes: z.literal(extendMinutes, `Use one of: ${extendMinutes.join(", ")}.`) });

/** A meeting as programs get it; the times are those of its current occurrence: the one that is open, else the next, else the last. */
export const meetingSchema = z.object({
  id: z.int(),
  title: z.string(),
  starts_at: z.string(),
  ends_at: z.string(),
  duration_minutes: z.int(),
  timezone: z.string(),
  unique_name: z.string(),
  url: z.string(),
  room: z.object({ id: z.int(), slug: z.string() }),
  state: z.enum(meetingStates),
  recurrence: z.string().nullable(),
  cancelled: z.boolean(),
});
export type MeetingDto = z.output<typeof meetingSchema>;

/** Where a meeting stands now, for a page that waits for it; times by the server's clock, which is told too. */
export const meetingWindowSchema = z.object({ state: z.enum(meetingStates), starts_at: z.string(), ends_at: z.string(), cancelled: z.boolean(), now: z.string() });
export type MeetingWindow = z.output<typeof meetingWindowSchema>;
/** Sent to pages that wait: the window as it is now. */
export const meetingWindowChanged = "meeting_window";

/** One line of a table of meetings: one occurrence. */
export type MeetingItem = {
  meetingId: number;
  occurrenceId: number;
  roomId: number;
  title: string;
  uniqueName: string;
  hostId: number | null;
  hostName: string | null;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  state: MeetingState;
  isRepeated: boolean;
  /** This time, or with all others. */
  isCancelled: boolean;
  isMeetingCancelled: boolean;
  canManage: boolean;
};

/** An occurrence's end is near: its function sleeps until then and looks again. */
export const meetingEndDue = defineJobEvent("meeting/end.due", z.strictObject({ occurrenceId: z.int(), endsAtMs: z.int() }));

/** An occurrence's start is near: its function sleeps until the reminder is due and looks again. */
export const meetingReminderDue = defineJobEvent("meeting/reminder.due", z.strictObject({ occurrenceId: z.int(), startsAtMs: z.int() }));

/** Something about a meeting changed that people are told of; its function waits a moment and looks what holds then. */
export const meetingChanged = defineJobEvent("meeting/changed", z.strictObject({ meetingId: z.int(), sequence: z.int(), byHost: z.boolean() }));
