import { sql } from "drizzle-orm";
import { bigint, boolean, check, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { room } from "@/db/schema/rooms";
import { videoStatuses, videoVisibilities, type ProcessingErrorCode, type RenditionInfo, type SourceSummary, type VideoSource } from "@/lib/videos/contract";

/** A video of the library: what was uploaded, where its processing stands, which output is shown. */
export const video = pgTable(
  "video",
  {
    id: id(),
    /** Null after the owner's account was deleted. */
    ownerId: reference("owner_id").references(() => user.id, { onDelete: "set null" }),
    title: text("title").notNull(),
    description: text("description").notNull().default(""),
    category: text("category").notNull().default(""),
    visibility: text("visibility", { enum: videoVisibilities }).notNull().default("authenticated"),
    /** The audience of a video whose visibility is `room`. */
    roomId: reference("room_id").references(() => room.id, { onDelete: "set null" }),
    /** The upload that made this row; unique, so that finishing an upload twice makes one video. */
    uploadId: text("upload_id"),
    sourceKey: text("source_key").notNull(),
    sourceName: text("source_name").notNull(),
    sourceSizeBytes: bigint("source_size_bytes", { mode: "number" }).notNull(),
    sourceSha256: text("source_sha256").notNull(),
    /** What the output that is shown was made of, while another source is to replace it; null at all other times. */
    previousSource: jsonb("previous_source").$type<VideoSource>(),
    processingStatus: text("processing_status", { enum: videoStatuses }).notNull().default("pending"),
    processingErrorCode: text("processing_error_code").$type<ProcessingErrorCode>(),
    /** 0 to 100, from the frames that were encoded. */
    progress: integer("progress").notNull().default(0),
    /** Number of the newest attempt's output; each attempt that starts takes the next one. */
    generation: integer("generation").notNull().default(0),
    /** The output that is served; null until the first one was published. */
    publishedGeneration: integer("published_generation"),
    /** Which run may write to this row. Every write of a run names it, so that a superseded run changes nothing. */
    leaseToken: text("lease_token"),
    /** By the database's clock. */
    leaseExpiresAt: timestamptz("lease_expires_at"),
    durationSeconds: doublePrecision("duration_seconds"),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    updatedAt: timestamptz("updated_at").notNull().defaultNow(),
    deletedAt: timestamptz("deleted_at"),
  },
  (t) => [
    uniqueIndex("video_upload").on(t.uploadId),
    index("video_owner").on(t.ownerId, t.createdAt),
    index("video_shown").on(t.createdAt).where(sql`(${t.processingStatus} = 'ready' or ${t.previousSource} is not null) and ${t.deletedAt} is null`),
    index("video_category_used").on(sql`lower(${t.category})`),
    index("video_processing").on(t.leaseExpiresAt).where(sql`${t.processingStatus} = 'processing'`),
    check("video_failed_has_reason", sql`(${t.processingStatus} = 'failed') = (${t.processingErrorCode} is not null)`),
    check("video_ready_is_published", sql`${t.processingStatus} <> 'ready' or ${t.publishedGeneration} is not null`),
    check("video_progress_range", sql`${t.progress} between 0 and 100`),
  ],
);

/** One complete output of a video. A replaced one stays for a day, for players that are in the middle of it. */
export const videoOutput = pgTable(
  "video_output",
  {
    videoId: reference("video_id").notNull().references(() => video.id, { onDelete: "cascade" }),
    generation: integer("generation").notNull(),
    /** Folder in storage; holds the playlists, segments, poster and storyboard. */
    storagePrefix: text("storage_prefix").notNull(),
    renditions: jsonb("renditions").$type<RenditionInfo[]>().notNull(),
    /** Null for outputs of before this was kept. */
    source: jsonb("source").$type<SourceSummary>(),
    hasStoryboard: boolean("has_storyboard").notNull().default(false),
    publishedAt: timestamptz("published_at").notNull().defaultNow(),
    retiredAt: timestamptz("retired_at"),
  },
  (t) => [primaryKey({ columns: [t.videoId, t.generation] }), index("video_output_retired").on(t.retiredAt)],
);

/** Captions of a video in one language, a file in storage. A changed file gets a new key. */
export const videoCaption = pgTable(
  "video_caption",
  {
    id: id(),
    videoId: reference("video_id").notNull().references(() => video.id, { onDelete: "cascade" }),
    /** A language tag in its usual spelling (`de`, `pt-BR`). */
    language: text("language").notNull(),
    label: text("label").notNull(),
    isDefault: boolean("is_default").notNull().default(false),
    storageKey: text("storage_key").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    updatedAt: timestamptz("updated_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("video_caption_label").on(t.videoId, sql`lower(${t.label})`),
    uniqueIndex("video_caption_default").on(t.videoId).where(sql`${t.isDefault}`),
    uniqueIndex("video_caption_key").on(t.storageKey),
  ],
);

/** Where a chapter of a video begins. One that lies beyond the end, of a source replaced by a shorter one, is not shown. */
export const videoChapter = pgTable(
  "video_chapter",
  {
    videoId: reference("video_id").notNull().references(() => video.id, { onDelete: "cascade" }),
    startMs: integer("start_ms").notNull(),
    title: text("title").notNull(),
  },
  (t) => [primaryKey({ columns: [t.videoId, t.startMs] }), check("video_chapter_start", sql`${t.startMs} >= 0`)],
);

/**
 * A category of videos, in the order in which the library shows them. A video has its name, in this spelling: commands
 * change both together.
 */
export const videoCategory = pgTable(
  "video_category",
  {
    id: id(),
    name: text("name").notNull(),
    /** Two may have the same, made at the same moment: the older one comes first. */
    position: integer("position").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("video_category_name").on(sql`lower(${t.name})`)],
);

/**
 * A link with which anybody may watch one video, without an account. Its address is derived from the id
 * (lib/videos/link-token.ts) and stands nowhere.
 */
export const videoLink = pgTable(
  "video_link",
  {
    id: id(),
    videoId: reference("video_id").notNull().references(() => video.id, { onDelete: "cascade" }),
    /** For whom it is, in the words of who made it. */
    note: text("note").notNull().default(""),
    createdBy: reference("created_by").references(() => user.id, { onDelete: "set null" }),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    /** Null: until it is revoked. */
    expiresAt: timestamptz("expires_at"),
    revokedAt: timestamptz("revoked_at"),
    /** When a browser last opened it; null: never. */
    lastUsedAt: timestamptz("last_used_at"),
  },
  (t) => [index("video_link_video").on(t.videoId), index("video_link_maker").on(t.createdBy)],
);

/** Where somebody is in a video, so that they go on there in any browser. */
export const videoPosition = pgTable(
  "video_position",
  {
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    videoId: reference("video_id").notNull().references(() => video.id, { onDelete: "cascade" }),
    seconds: doublePrecision("seconds").notNull(),
    updatedAt: timestamptz("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.videoId] }),
    index("video_position_recent").on(t.userId, t.updatedAt),
    index("video_position_video").on(t.videoId),
    check("video_position_is_a_place", sql`${t.seconds} >= 0`),
  ],
);
