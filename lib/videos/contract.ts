import { z } from "zod";
import { settings } from "@/lib/core/settings";
import { defineJobEvent } from "@/lib/core/job-event";
import type { Sort } from "@/lib/core/sort";

/** Where a video stands. `ready` is the only state that the library lists; `failed` always has a reason. */
export const videoStatuses = ["pending", "processing", "ready", "failed"] as const;
export type VideoProcessingStatus = (typeof videoStatuses)[number];

/** Who may watch: the owner alone, members of the video's room, any signed-in person, anybody. */
export const videoVisibilities = ["private", "room", "authenticated", "public"] as const;
export type VideoVisibility = (typeof videoVisibilities)[number];

/** Names of renditions in paths. A source below 480 lines still has one rendition, called `480p`. */
export const renditionNames = ["480p", "720p", "1080p"] as const;
export type RenditionName = (typeof renditionNames)[number];

/** A rendition as it was measured after encoding; rates in bits per second. */
export interface RenditionInfo {
  name: RenditionName;
  width: number;
  height: number;
  bandwidth: number;
  averageBandwidth: number;
  codecs: string;
  frameRate: number;
  /** How many segments there are and what they take; outputs of before this was kept do not tell. */
  segments?: number | undefined;
  bytes?: number | undefined;
}

/** What an output was made of, as far as its file told. */
export type SourceSummary = { width: number; height: number; durationSeconds: number; frameRate: number; videoCodec: string; audioCodec: string | null; isHdr: boolean };

export const titleMaxLength = 200;
export const descriptionMaxLength = 5_000;
export const categoryMaxLength = 60;
export const filenameMaxLength = 255;

/**
 * Why processing ended without a video, in words for people. The row keeps the code; pages translate
 * it (`videos.errors.<code>`), the API answers these English sentences.
 */
export const processingErrors = {
  empty: "The file is empty.",
  unreadable: "This is not a video file that can be read. It may be damaged, incomplete or of another kind.",
  no_video: "The file has no video track.",
  no_picture_size: "The size of the picture cannot be read, or is larger than 8192 × 4320.",
  picture_too_large: "The picture is too large. The largest picture accepted is 8192 × 4320.",
  unknown_duration: "The length of the video cannot be read. Saving the file again with another program may help.",
  too_long: "The video is too long. The longest video accepted is 12 hours.",
  too_many_streams: "The file has too many tracks. At most 64 are accepted.",
  truncated: "The file ends before the video does. It was probably cut off while it was copied; please upload the original again.",
  timed_out: "Processing took too long and was stopped.",
  no_space: "The server has no space left for this video. Try again when there is space.",
  out_of_memory: "The server ran out of memory while it processed this video.",
  source_missing: "The uploaded file is no longer there. Please upload it again.",
  cancelled: "Processing was stopped by an administrator. Try again to start it anew.",
  internal: "The video could not be processed. Try again; if it fails again, please tell an administrator.",
} as const;
export type ProcessingErrorCode = keyof typeof processingErrors;

const plainText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, { error: `At most ${max} characters.` })
    // Clients of the public API put these texts into a page as HTML.
    .refine((text) => !/[<>]/.test(text), { error: "The characters < and > are not allowed." })
    .refine((text) => !/(?![\t\n\r])\p{Cc}/u.test(text), { error: "Control characters are not allowed." });

export const videoTitle = plainText(titleMaxLength).refine((text) => text.length > 0, { error: "A title is needed." });
export const videoDescription = plainText(descriptionMaxLength);
export const videoCategory = plainText(categoryMaxLength);
/** `room` needs a room and is therefore not offered at upload. */
export const uploadVisibility = z.enum(["private", "authenticated", "public"]);

/** What a change names is changed, the rest stays. An audience of a room's members names the room with it. */
export const changeVideoInput = z
  .strictObject({
    title: videoTitle.optional(),
    description: videoDescription.optional(),
    category: videoCategory.optional(),
    visibility: z.enum(videoVisibilities).optional(),
    room_id: z.int().positive().optional(),
  })
  .refine((input) => (input.visibility === "room") === (input.room_id !== undefined), { path: ["room_id"], error: "Name a room where its members may watch, and only there." });
export type ChangeVideoInput = z.output<typeof changeVideoInput>;

/** A category of the library, and how many videos are in it, deleted ones left out. */
export const videoCategoryItem = z.object({ id: z.int().positive(), name: z.string(), videos: z.int() });
export type VideoCategoryItem = z.output<typeof videoCategoryItem>;
export const videoCategoryList = z.object({ items: z.array(videoCategoryItem) });
export const nameCategoryInput = z.strictObject({ name: videoCategory.refine((name) => name.length > 0, { error: "A name is needed." }) });
export type NameCategoryInput = z.output<typeof nameCategoryInput>;
/** Every category once, in the order that they are to have. */
export const orderCategoriesInput = z.strictObject({ ids: z.array(z.int().positive()).max(settings.videoMaxCategories).refine((ids) => new Set(ids).size === ids.length, { error: "Name each once." }) });
export type OrderCategoriesInput = z.output<typeof orderCategoriesInput>;
/** How many videos were in it. */
export const deletedCategory = z.object({ videos: z.int() });
export type DeletedCategory = z.output<typeof deletedCategory>;

/** What is done to several videos at once. */
export const changeVideosInput = z.strictObject({
  ids: z.array(z.int().positive()).min(1, { error: "Name a video." }).max(settings.videosChangedMax, { error: `At most ${settings.videosChangedMax} at once.` }).refine((ids) => new Set(ids).size === ids.length, { error: "Name each once." }),
  action: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("category"), category: videoCategory }),
    z.strictObject({ kind: z.literal("visibility"), visibility: uploadVisibility }),
    z.strictObject({ kind: z.literal("delete") }),
    z.strictObject({ kind: z.literal("restore") }),
    z.strictObject({ kind: z.literal("retry") }),
  ]),
});
export type ChangeVideosInput = z.output<typeof changeVideosInput>;
/** What was done, and to which it did not apply: not there, not deleted, not failed. */
export const changedVideos = z.object({ done: z.array(z.int()), skipped: z.array(z.int()) });
export type ChangedVideos = z.output<typeof changedVideos>;

/** Where somebody is in a video. */
export const keepPositionInput = z.strictObject({ seconds: z.number().min(0).max(1e6) });

/** The words and the audience of a video, as they are after a change. */
export const changedVideo = z.object({ id: z.int(), title: z.string(), description: z.string(), category: z.string(), visibility: z.enum(videoVisibilities), room_id: z.int().nullable() });
export type ChangedVideo = z.output<typeof changedVideo>;

export const linkNoteMaxLength = 100;

const note = z
  .string()
  .trim()
  .max(linkNoteMaxLength, { error: `At most ${linkNoteMaxLength} characters.` })
  .refine((text) => !/\p{Cc}/u.test(text), { error: "Control characters are not allowed." });

/** A link with which anybody watches a video: for whom it is, and until when; null: until it is revoked. */
export const createVideoLinkInput = z.strictObject({ note: note.optional(), expires_at: z.iso.datetime({ offset: true }).nullable() });
export type CreateVideoLinkInput = z.output<typeof createVideoLinkInput>;

/** Taken back, or put in force again. */
export const changeVideoLinkInput = z.strictObject({ revoked: z.boolean() });

/** `url` opens the video for whoever has it, as long as the link is neither revoked nor at its end. Times are RFC 3339. */
export const videoLinkItem = z.object({
  id: z.int().positive(),
  note: z.string(),
  url: z.string(),
  created_at: z.string(),
  created_by: z.object({ id: z.int(), name: z.string() }).nullable(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  revoked: z.boolean(),
  in_force: z.boolean(),
});
export type VideoLinkItem = z.output<typeof videoLinkItem>;
export const videoLinkList = z.object({ items: z.array(videoLinkItem) });

/** Metadata of an upload (`Upload-Metadata` of tus): these keys and no other. */
export const uploadMetadata = z
  .strictObject({
    filename: plainText(filenameMaxLength).refine((text) => text.length > 0, { error: "A file name is needed." }),
    title: videoTitle,
    description: videoDescription.optional(),
    category: videoCategory.optional(),
    visibility: uploadVisibility.optional(),
    /** For the members of this room, of whose call somebody made it in their browser. */
    room: z.string().min(1).max(80).optional(),
  })
  .refine(({ visibility, room }) => visibility === undefined || room === undefined, { error: "A video is for a room, or for others.", path: ["room"] });
export type UploadMetadata = z.infer<typeof uploadMetadata>;

/** Metadata of an upload that is to replace the source of a video: the rest stays as it is. */
export const replacementMetadata = z.strictObject({ filename: uploadMetadata.shape.filename, replaces: z.string().regex(/^[1-9]\d{0,14}$/, { error: "This is no video." }).transform(Number) });
export type ReplacementMetadata = z.output<typeof replacementMetadata>;

/** A saved recording that a video is made of, with the room whose members watch it. */
export type RecordingSource = { recordingId: string; storageKey: string; sizeBytes: number; sha256: string; ownerId: number | null; roomId: number; title: string };

/** What goes along with it: chapters, in seconds, and captions as WebVTT. */
export type RecordingTracks = { chapters: { start: number; title: string }[]; captions: string | null };

/** An uploaded file that a video is made of. */
export type VideoSource = { uploadId: string | null; key: string; name: string; sizeBytes: number; sha256: string };

export const captionLabelMaxLength = 60;
export const chapterTitleMaxLength = 100;

const languageTag = z
  .string()
  .max(35, { error: "This is no language tag." })
  .transform((text, context) => {
    try {
      return Intl.getCanonicalLocales(text.trim())[0]!;
    } catch {
      context.addIssue({ code: "custom", message: "This is no language tag, as de or pt-BR are." });
      return z.NEVER;
    }
  });
const captionLabel = plainText(captionLabelMaxLength).refine((text) => text.length > 0, { error: "A name is needed." });

/** What captions are called: `default` makes these the ones that a player begins with, instead of all others. */
export const newCaption = z.strictObject({ language: languageTag, label: captionLabel, default: z.enum(["true", "false"]).optional() });
export type NewCaption = z.output<typeof newCaption>;
export const changeCaptionInput = z.strictObject({ language: languageTag.optional(), label: captionLabel.optional(), default: z.boolean().optional() });
export type ChangeCaptionInput = z.output<typeof changeCaptionInput>;

/** Captions as players load them: WebVTT at a root-absolute address that changes with the file. */
export const captionItem = z.object({ id: z.int().positive(), language: z.string(), label: z.string(), default: z.boolean(), url: z.string() });
export type CaptionItem = z.output<typeof captionItem>;
export const captionList = z.array(captionItem);

/** Where a part of a video begins, in seconds. */
export const chapterItem = z.object({ start: z.number(), title: z.string() });
export type ChapterItem = z.output<typeof chapterItem>;
export const chapterList = z.array(chapterItem);
export const chaptersInput = z.strictObject({
  chapters: z
    .array(
      z.strictObject({
        start: z.number().min(0, { error: "A chapter begins at 0 or later." }).max(settings.videoMaxSeconds, { error: "The video ends before that." }),
        title: plainText(chapterTitleMaxLength).refine((text) => text.length > 0, { error: "A title is needed." }),
      }),
    )
    .max(settings.videoMaxChapters, { error: `At most ${settings.videoMaxChapters} chapters.` })
    .refine((chapters) => new Set(chapters.map(({ start }) => Math.round(start * 1000))).size === chapters.length, { error: "Two chapters begin at the same time." }),
});
export type ChaptersInput = z.output<typeof chaptersInput>;

/** One element of `GET /api/video/`; public contract, no field is ever null. `duration` is in seconds. */
export const videoListItem = z.object({
  id: z.int().positive(),
  created_at: z.string(),
  title: z.string(),
  description: z.string(),
  thumbnail_url: z.string(),
  category: z.string(),
  duration: z.number(),
});
export type VideoListItem = z.infer<typeof videoListItem>;
export const videoList = z.array(videoListItem);

/** `GET /api/video/<id>/status/`; `processing_error` is empty unless the status is `failed`. */
export const videoStatus = z.object({
  id: z.int().positive(),
  processing_status: z.enum(videoStatuses),
  processing_error: z.string(),
  progress: z.int().min(0).max(100),
  playable: z.boolean(),
});
export type VideoStatus = z.infer<typeof videoStatus>;

const videoEventData = z.strictObject({ videoId: z.int().positive() });
/** A complete upload became a video. */
export const videoUploaded = defineJobEvent("video/uploaded", videoEventData);
/** Processing is wanted again: a person asked, or the run that had it is gone. */
export const videoProcessRequested = defineJobEvent("video/process-requested", videoEventData);

/** Type of the event on a person's live stream while a video of theirs is processed; its body is a VideoStatus, at most once a second. */
export const videoProgressEvent = "video_progress";

/** A video as the page of its owner's account names it. */
export type VideoOfPerson = { id: number; title: string; status: VideoProcessingStatus; visibility: VideoVisibility; createdAt: string };

/** What a page needs to show a video among others. URLs are paths on our own origin. */
export interface VideoCard {
  id: number;
  title: string;
  description: string;
  category: string;
  /** RFC 3339, UTC. */
  createdAt: string;
  durationSeconds: number;
  posterUrl: string | null;
  visibility: VideoVisibility;
}

/** A video's own page and its row on an administration page. */
export interface VideoDetail extends VideoCard {
  owner: { id: number; name: string };
  status: VideoProcessingStatus;
  errorCode: ProcessingErrorCode | null;
  progress: number;
  /** True when there is an output that the reader may play now. */
  playable: boolean;
  masterUrl: string;
  /** WebVTT with `#xywh` fragments; null for a video without a storyboard. */
  storyboardUrl: string | null;
  width: number | null;
  height: number | null;
  renditions: RenditionName[];
  sourceName: string;
  sourceSizeBytes: number;
  canRetry: boolean;
  /** Whether its words, its audience and whether it is there at all are the reader's to change. */
  canEdit: boolean;
  /** Whether what is shown was made of the source before: another one is being made into its output, or could not be. */
  isReplacing: boolean;
}

/** A video's own page: with what goes along with the picture. */
export interface VideoOnPage extends VideoDetail {
  captions: CaptionItem[];
  chapters: ChapterItem[];
}

/** A video where it is managed, deleted ones too. */
export interface ManagedVideo extends VideoDetail {
  /** The room whose members may watch, and its name; null for every other audience. */
  room: { id: number; name: string } | null;
  /** RFC 3339, UTC; null unless it is deleted. */
  deletedAt: string | null;
  /** Until when it can be brought back; null unless it is deleted. */
  keptUntil: string | null;
  /** Of the file as it was uploaded, in hexadecimal. */
  sourceSha256: string;
  /** The output that is shown: its renditions as they were measured, and what they were made of. Null where there is none. */
  output: { renditions: RenditionInfo[]; source: SourceSummary | null } | null;
}

/** States by which the administration's list is narrowed. */
export const managedStates = ["working", "ready", "failed", "deleted"] as const;
export type ManagedState = (typeof managedStates)[number];
export const managedSorts = ["title", "size", "length", "since"] as const;
export type ManagedSort = Sort<(typeof managedSorts)[number]>;

/** What an upload form must know before it starts. */
export interface UploadLimits {
  /** Address for a tus client. */
  endpoint: string;
  maxBytes: number;
  /** All videos of the person together, and what there is of them, uploads under way and deleted ones with them. */
  quotaBytes: number;
  usedBytes: number;
  /** Bytes a request should carry; a lost connection costs at most this much. */
  chunkBytes: number;
}
