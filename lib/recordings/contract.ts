import { z } from "zod";
import { defineJobEvent } from "@/lib/core/job-event";
import { settings } from "@/lib/core/settings";
import { recordingKinds, recordingModes, recordingReasons, recordingStatuses, streamAudiences, streamModes, streamTargetKinds, streamTargetReasons, streamTargetStates, type recordingEngines } from "@/lib/recordings/constants";

export type RecordingKind = (typeof recordingKinds)[number];
export type StreamAudience = (typeof streamAudiences)[number];
export type RecordingMode = (typeof recordingModes)[number];
export type RecordingReason = (typeof recordingReasons)[number];
export type RecordingStatus = (typeof recordingStatuses)[number];

export const recordingIdSchema = z.uuid();

export const startRecordingInput = z
  .strictObject({
    mode: z.enum(recordingModes, `Use one of: ${recordingModes.join(", ")}.`).optional(),
    in_browser: z.boolean("Use true or false.").optional().describe("The asker, who is in the call, records it in their own browser: everybody is told as of any recording, and its file is sent here afterwards, as an upload whose Upload-Metadata is filename and recording"),
  })
  .refine(({ mode, in_browser: inBrowser }) => !inBrowser || mode === undefined, { error: "A browser records what it shows.", path: ["mode"] });
export type StartRecordingInput = z.output<typeof startRecordingInput>;

const titleMistake = `Use 1 to ${settings.recordingTitleMaxLength} characters without < and >.`;
const titleSchema = z.string("Use text.").trim().min(1, titleMistake).max(settings.recordingTitleMaxLength, titleMistake).refine((title) => !/[\p{Cc}\p{Surrogate}<>]/u.test(title), titleMistake);
export const changeRecordingInput = z.strictObject({ title: titleSchema });
export type ChangeRecordingInput = z.output<typeof changeRecordingInput>;

/** Metadata of an upload that is the file of a recording made in a browser. */
export const recordingUploadMetadata = z.strictObject({ filename: z.string().trim().min(1, "A file name is needed.").max(255, "Use at most 255 characters."), recording: recordingIdSchema });
export type RecordingUploadMetadata = z.output<typeof recordingUploadMetadata>;

const audienceSchema = z.enum(streamAudiences, `Use one of: ${streamAudiences.join(", ")}.`);
const addressMistake = "Use an address that begins with rtmp:// or rtmps://.";
const keyMistake = "Use the key as the other service shows it, without spaces.";
const targetSchema = z.strictObject({
  name: z.string("Use text.").trim().max(60, "Use at most 60 characters.").refine((name) => !/[\p{Cc}\p{Surrogate}<>]/u.test(name), "Use letters, digits and punctuation only.").optional(),
  url: z.url({ protocol: /^rtmps?$/, error: addressMistake }).max(1000, addressMistake).regex(/^[\x21-\x7e]+$/, addressMistake).refine((url) => URL.canParse(url) && new URL(url).hostname !== "", addressMistake),
  key: z.string("Use text.").min(1, keyMistake).max(500, keyMistake).regex(/^[\x21-\x7e]+$/, keyMistake).optional().describe("Goes behind the address; never told again"),
});
export type StreamTargetInput = z.output<typeof targetSchema>;

export const startStreamInput = z.strictObject({
  audience: audienceSchema.optional().describe("Who may watch the page; members unless told"),
  mode: z.enum(streamModes, `Use one of: ${streamModes.join(", ")}.`).optional(),
  title: titleSchema.optional(),
  /** Else the file is deleted after a day. */
  keep: z.boolean("Use true or false.").optional(),
  targets: z.array(targetSchema).max(settings.streamTargetsMax, `Use at most ${settings.streamTargetsMax} addresses.`).optional().describe("Where it goes besides its page"),
});
export type StartStreamInput = z.output<typeof startStreamInput>;

export const changeStreamInput = z.strictObject({ audience: audienceSchema.optional(), keep: z.boolean("Use true or false.").optional() });
export type ChangeStreamInput = z.output<typeof changeStreamInput>;

/** What a live stream has more than a recording. */
const streamSchema = z.object({
  audience: z.enum(streamAudiences),
  is_kept: z.boolean(),
  /** The page on which it is watched. */
  url: z.string(),
  targets: z.array(z.object({ kind: z.enum(streamTargetKinds), name: z.string(), address: z.string().describe("Without its key"), state: z.enum(streamTargetStates), reason: z.enum(streamTargetReasons).nullable() })).describe("For hosts; empty for everyone else"),
});
export type StreamTargetDto = z.output<typeof streamSchema>["targets"][number];

/** A recording as the room's list has it. */
export const recordingSchema = z.object({
  id: z.uuid(),
  kind: z.enum(recordingKinds),
  status: z.enum(recordingStatuses),
  mode: z.enum(recordingModes),
  /** When its first picture or sound was written; null before. */
  started_at: z.string().nullable(),
  stopped_at: z.string().nullable(),
  duration: z.number().nullable().describe("Seconds; null until it is saved"),
  size: z.int().nullable().describe("Bytes; null until it is saved"),
  storage_key: z.string().nullable().describe("For moderators; null for everyone else"),
  download_url: z.string().nullable().describe("A link that needs no session; it expires after a day, and with the asker's right to see it. Null until it is saved"),
  video_id: z.int().nullable().describe("The video of the library that it became"),
  reason: z.enum(recordingReasons).nullable().describe("Why it ended, or could not be made"),
});


/** What the asker may do with a recording: a button is there exactly when the server would say yes. */
const recordingAbilitiesSchema = z.object({ stop: z.boolean(), change: z.boolean(), publish: z.boolean(), steer: z.boolean().describe("Of a stream: who may watch it, and whether it is kept"), send: z.boolean().describe("Of one in the asker's browser: its file may be sent") });

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
  retried_until: z.string().nullable().describe("Storing it has not worked yet, and is tried again until then"),
  is_left: z.boolean().describe("It could not be stored, and what was recorded is kept for another try by a moderator"),
  is_in_browser: z.boolean().describe("It has ended, and its file is still in the browser that recorded it"),
  abilities: recordingAbilitiesSchema,
  stream: streamSchema.nullable(),
});
export type RecordingDetail = z.output<typeof recordingDetailSchema>;

/** A recording as a program gets it for a person: what was live without whom it was sent to. */
export const externalRecordingSchema = recordingDetailSchema.omit({ storage_key: true, abilities: true, stream: true }).extend({
  download_url: z.string().nullable().describe("A link that needs no token; it expires after a day, and with the person's right to see it. Null until it is saved"),
  captions_url: z.string().nullable().describe("The same of what was said, as WebVTT; null where the call had no captions"),
});
export type ExternalRecording = z.output<typeof externalRecordingSchema>;

/** Made up by the browser of a viewer without an account, to be counted once. */
export const viewerIdSchema = z.string().regex(/^[\w-]{1,40}$/, "Use up to 40 letters, digits, _ and -.");

/** A stream as those who may watch it see it. */
export const liveStreamSchema = z.object({
  id: z.uuid(),
  title: z.string(),
  room: z.object({ name: z.string(), slug: z.string() }),
  state: z.enum(["waiting", "live", "over", "failed"]).describe("failed: it ended for a fault, not since somebody ended it"),
  started_at: z.string().nullable(),
  viewers: z.int(),
  video_id: z.int().nullable().describe("The video that it became, where the asker may watch that"),
});
export type LiveStream = z.output<typeof liveStreamSchema>;

/** What a recorder tells of itself every few seconds: the place in its file, and the processor time and memory that it takes with what it has running. */
export type RecorderFigures = { seconds: number; bytes: number; /** Of a core, since it told the last time. */ cpuShare: number; rssBytes: number };

/** A recording in the list of all rooms' recordings. */
export type AnyRecording = {
  id: string;
  kind: RecordingKind;
  room: { name: string; slug: string; isDeleted: boolean };
  title: string;
  /** Of a live stream. */
  targets: StreamTargetDto[];
  status: RecordingStatus;
  mode: RecordingMode;
  engine: (typeof recordingEngines)[number];
  /** Its file was not sent from the browser that recorded it. */
  isInBrowser: boolean;
  reason: RecordingReason | null;
  by: string | null;
  createdAt: Date;
  durationSeconds: number | null;
  sizeBytes: number | null;
  storageKey: string | null;
  isDeleted: boolean;
  /** While it runs, from the first time that its program tells them. */
  figures: RecorderFigures | null;
  can: { finish: boolean; mail: boolean; retry: boolean; purge: boolean };
};

/** How much of what they may the recordings of a room take, in bytes (the limit is null where there is none), and how long the installation keeps them at most, 0 for no limit. */
export type RecordingUse = { usedBytes: number; limitBytes: number | null; keptDays: number };

/** The same of all rooms, with those that have little left. */
export type AllRecordingsUse = RecordingUse & { nearlyFull: { name: string; slug: string; usedBytes: number }[] };

/** A job event: nothing more is recorded, and the file lies in a work folder. */
export const recordingFinished = defineJobEvent("recording/finished", z.object({ recordingId: z.uuid() }));

/** A job event: a saved recording is to become a video of the library. */
export const recordingPublishAsked = defineJobEvent("recording/publish-asked", z.object({ recordingId: z.uuid() }));
