import { z } from "zod";
import { defineJobEvent } from "@/lib/core/job-event";
import { settings } from "@/lib/core/settings";
import { recordingModes, recordingReasons, recordingStatuses, type recordingEngines } from "@/lib/recordings/constants";

export type RecordingMode = (typeof recordingModes)[number];
export type RecordingReason = (typeof recordingReasons)[number];
export type RecordingStatus = (typeof recordingStatuses)[number];

export const recordingIdSchema = z.uuid();

export const startRecordingInput = z.strictObject({ mode: z.enum(recordingModes, `Use one of: ${recordingModes.join(", ")}.`).optional() });
export type StartRecordingInput = z.output<typeof startRecordingInput>;

const titleMistake = `Use 1 to ${settings.recordingTitleMaxLength} characters without < and >.`;
export const changeRecordingInput = z.strictObject({
  title: z.string("Use text.").trim().min(1, titleMistake).max(settings.recordingTitleMaxLength, titleMistake).refine((title) => !/[\p{Cc}\p{Surrogate}<>]/u.test(title), titleMistake),
});
export type ChangeRecordingInput = z.output<typeof changeRecordingInput>;

/** A recording as the room's list has it. */
export const recordingSchema = z.object({
  id: z.uuid(),
  status: z.enum(recordingStatuses),
  mode: z.enum(recordingModes),
  /** When its first picture or sound was written; null before. */
  started_at: z.string().nullable(),
  stopped_at: z.string().nullable(),
  duration: z.number().nullable().describe("Seconds; null until it is saved"),
  size: z.int().nullable().describe("Bytes; null until it is saved"),
  storage_key: z.string().nullable().describe("For moderators; null for everyone else"),
  download_url: z.string().nullable().describe("A link that needs no session and expires; null until it is saved"),
  video_id: z.int().nullable().describe("The video of the library that it became"),
  reason: z.enum(recordingReasons).nullable().describe("Why it ended, or could not be made"),
});


/** What the asker may do with a recording: a button is there exactly when the server would say yes. */
const recordingAbilitiesSchema = z.object({ stop: z.boolean(), change: z.boolean(), publish: z.boolean() });

/** One recording by itself. */
export const recordingDetailSchema = recordingSchema.extend({
  room_id: z.int(),
  /** Empty until somebody gives it one: pages name it by its time. */
  title: z.string(),
  created_at: z.string(),
  started_by: z.object({ id: z.int(), username: z.string() }).nullable(),
  sha256: z.string().nullable(),
  /** When it is deleted by itself; null where it is kept. */
  expires_at: z.string().nullable(),
  chapters: z.array(z.object({ start: z.number(), title: z.string() })).describe("Longer stretches of one person, in seconds; empty where nobody or one alone spoke"),
  captions_url: z.string().nullable().describe("What was said, as WebVTT; null where the call had no captions"),
  abilities: recordingAbilitiesSchema,
});
export type RecordingDetail = z.output<typeof recordingDetailSchema>;

/** A recording in the list of all rooms' recordings. */
export type AnyRecording = {
  id: string;
  room: { name: string; slug: string; isDeleted: boolean };
  title: string;
  status: RecordingStatus;
  mode: RecordingMode;
  engine: (typeof recordingEngines)[number];
  reason: RecordingReason | null;
  by: string | null;
  createdAt: Date;
  durationSeconds: number | null;
  sizeBytes: number | null;
  storageKey: string | null;
  isDeleted: boolean;
  can: { retry: boolean; purge: boolean };
};

/** A job event: nothing more is recorded, and the file lies in a work folder. */
export const recordingFinished = defineJobEvent("recording/finished", z.object({ recordingId: z.uuid() }));

/** A job event: a saved recording is to become a video of the library. */
export const recordingPublishAsked = defineJobEvent("recording/publish-asked", z.object({ recordingId: z.uuid() }));
