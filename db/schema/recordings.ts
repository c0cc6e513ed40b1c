import { sql } from "drizzle-orm";
import { bigint, boolean, check, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { call } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { recordingEngines, recordingKinds, recordingModes, recordingReasons, recordingStatuses, streamAudiences, streamTargetKinds, streamTargetReasons, streamTargetStates } from "@/lib/recordings/constants";
import type { RecorderFigures } from "@/lib/recordings/contract";

/** A recording of a call, from the wish to the stored file, or a live stream of it, which is stored as well. In a room at most one of each runs at a time: the index says so. */
export const recording = pgTable(
  "recording",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    callId: reference("call_id").references(() => call.id, { onDelete: "set null" }),
    kind: text("kind", { enum: recordingKinds }).notNull().default("recording"),
    /** Who may watch; null for what is no stream. */
    audience: text("audience", { enum: streamAudiences }),
    /** Of a stream: its file is kept like a recording's, not only for a day. */
    isKept: boolean("is_kept").notNull().default(false),
    mode: text("mode", { enum: recordingModes }).notNull(),
    status: text("status", { enum: recordingStatuses }).notNull().default("initiated"),
    engine: text("engine", { enum: recordingEngines }).notNull(),
    /** LiveKit Egress' own number of it. */
    egressId: text("egress_id"),
    /** Null after their account was deleted. */
    startedBy: reference("started_by").references(() => user.id, { onDelete: "set null" }),
    /** The same key of the same person is the same recording. */
    idempotencyKey: text("idempotency_key"),
    reason: text("reason", { enum: recordingReasons }),
    title: text("title").notNull().default(""),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    startedAt: timestamptz("started_at"),
    stoppedAt: timestamptz("stopped_at"),
    /** When its program had ended and its file was whole: from then on the file is a job's. */
    finishedAt: timestamptz("finished_at"),
    /** When storing it failed for the first time, and the job began to try again. */
    storingFailedAt: timestamptz("storing_failed_at"),
    durationSeconds: doublePrecision("duration_seconds"),
    sizeBytes: bigint("size_bytes", { mode: "number" }),
    sha256: text("sha256"),
    storageKey: text("storage_key"),
    videoId: reference("video_id").references(() => video.id, { onDelete: "set null" }),
    /** Which process looks after its program; it must say so again and again, by the database's clock. */
    leaseOwner: text("lease_owner"),
    leaseUntil: timestamptz("lease_until"),
    /** What its program said last of itself, while it runs. */
    figures: jsonb("figures").$type<RecorderFigures>(),
    expiresAt: timestamptz("expires_at"),
    /** When its room's owners were told that it expires soon. */
    expiryToldAt: timestamptz("expiry_told_at"),
    deletedAt: timestamptz("deleted_at"),
  },
  (t) => [
    uniqueIndex("recording_running").on(t.roomId, t.kind).where(sql`${t.status} in ('initiated', 'active')`),
    uniqueIndex("recording_key").on(t.startedBy, t.roomId, t.kind, t.idempotencyKey).where(sql`${t.idempotencyKey} is not null`),
    index("recording_room").on(t.roomId, t.createdAt),
    index("recording_open").on(t.createdAt).where(sql`${t.status} in ('initiated', 'active', 'stopped')`),
    index("recording_expiry").on(t.expiresAt).where(sql`${t.expiresAt} is not null and ${t.deletedAt} is null`),
    index("recording_deleted").on(t.deletedAt).where(sql`${t.deletedAt} is not null`),
    index("recording_call").on(t.callId),
    index("recording_video").on(t.videoId),
    check("recording_stream_has_audience", sql`(${t.kind} = 'stream') = (${t.audience} is not null)`),
    check("recording_saved_is_stored", sql`${t.status} <> 'saved' or ${t.storageKey} is not null`),
    check("recording_failed_has_reason", sql`${t.status} <> 'failed' or ${t.reason} is not null`),
  ],
);

/** Where a chapter of a recording begins: a longer stretch in which one person speaks most. */
export const recordingChapter = pgTable(
  "recording_chapter",
  {
    recordingId: uuid("recording_id").notNull().references(() => recording.id, { onDelete: "cascade" }),
    startMs: integer("start_ms").notNull(),
    /** `u<user id>` or `g<guest id>`. */
    identity: text("identity").notNull(),
    /** As they were called in the call; taken away with their account. */
    name: text("name").notNull(),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.startMs] }), index("recording_chapter_identity").on(t.identity), check("recording_chapter_start", sql`${t.startMs} >= 0`)],
);

/** Where a live stream goes, in the order in which its recorder knows them. */
export const streamTarget = pgTable(
  "stream_target",
  {
    recordingId: uuid("recording_id").notNull().references(() => recording.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    kind: text("kind", { enum: streamTargetKinds }).notNull(),
    name: text("name").notNull().default(""),
    /** Without its key, to be shown; empty for the page. */
    address: text("address").notNull().default(""),
    /** The whole address with its key, sealed; forgotten when the stream ends. */
    sealedUrl: text("sealed_url"),
    state: text("state", { enum: streamTargetStates }).notNull().default("waiting"),
    reason: text("reason", { enum: streamTargetReasons }),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.position] }), check("stream_target_page_has_no_address", sql`${t.kind} <> 'page' or ${t.sealedUrl} is null`)],
);
