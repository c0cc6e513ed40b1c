import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { room } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { callEndings } from "@/lib/calls/contract";

/** A call in a room, from the first person in to the last one out. At most one runs at a time: the index says so. */
export const call = pgTable(
  "call",
  {
    id: id(),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    /** LiveKit's id of this incarnation; late webhooks of an older one are told by it. */
    livekitSid: text("livekit_sid"),
    startedAt: timestamptz("started_at").notNull().defaultNow(),
    endedAt: timestamptz("ended_at"),
    /** Why it ended: the last one left, or it was closed for those inside. Null while it runs. */
    endedBy: text("ended_by", { enum: callEndings }),
    /** Since when only those inside may come back; ends with the call. */
    lockedAt: timestamptz("locked_at"),
    /** Since when guests are let in by a host, whatever the room says: after one of them was banned. */
    guestsWaitAt: timestamptz("guests_wait_at"),
    /** Whom everyone sees large, by a host's wish; ends with the call. */
    spotlight: text("spotlight"),
  },
  (t) => [uniqueIndex("call_running").on(t.roomId).where(sql`${t.endedAt} is null`), index("call_room").on(t.roomId, t.startedAt)],
);

/**
 * One stay of one person, from connecting to being gone. Who loses the network has several: what belongs together is told
 * when it is read. LiveKit's number of the connection is the key, so that news in any order meet the same row.
 */
export const callVisit = pgTable(
  "call_visit",
  {
    id: id(),
    callId: reference("call_id").notNull().references(() => call.id, { onDelete: "cascade" }),
    participantSid: text("participant_sid").notNull(),
    /** `u<user id>` or `g<guest id>`. */
    identity: text("identity").notNull(),
    /** As they were called then. */
    name: text("name").notNull(),
    /** Tells the sign-in behind this place from the person's others, without naming it. */
    sessionTag: text("session_tag"),
    joinedAt: timestamptz("joined_at").notNull(),
    leftAt: timestamptz("left_at"),
    /** The server ended it: who comes back soon after is a newcomer all the same. */
    sentAway: boolean("sent_away").notNull().default(false),
  },
  (t) => [uniqueIndex("call_visit_sid").on(t.participantSid), index("call_visit_call").on(t.callId, t.identity), index("call_visit_open").on(t.identity).where(sql`${t.leftAt} is null`)],
);

/** Who was sent out of a call: until its end they come back only through a host. */
export const callRemoval = pgTable(
  "call_removal",
  {
    callId: reference("call_id").notNull().references(() => call.id, { onDelete: "cascade" }),
    identity: text("identity").notNull(),
    removedAt: timestamptz("removed_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.callId, t.identity] })],
);

/** Whose hand is up in a call, since when. */
export const callHand = pgTable(
  "call_hand",
  {
    callId: reference("call_id").notNull().references(() => call.id, { onDelete: "cascade" }),
    identity: text("identity").notNull(),
    raisedAt: timestamptz("raised_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.callId, t.identity] })],
);

/**
 * What the people of a call watch together: at `at`, by the database's clock, the video stood at `positionMs`. Goes with
 * the call. Without a video it was stopped; the version keeps growing, so that older news are known as such.
 */
export const callWatch = pgTable(
  "call_watch",
  {
    callId: reference("call_id").primaryKey().references(() => call.id, { onDelete: "cascade" }),
    videoId: reference("video_id").references(() => video.id, { onDelete: "set null" }),
    /** Whose right to the video everyone's playback rests on. */
    shownBy: reference("shown_by").references(() => user.id, { onDelete: "set null" }),
    isPlaying: boolean("is_playing").notNull().default(false),
    positionMs: integer("position_ms").notNull().default(0),
    at: timestamptz("at").notNull().defaultNow(),
    /** Whether everyone in the call plays, pauses and seeks, or hosts alone. */
    everyoneSteers: boolean("everyone_steers").notNull().default(false),
    version: integer("version").notNull().default(1),
  },
  (t) => [index("call_watch_video").on(t.videoId)],
);

/** Who may not enter a room's calls, until it is lifted: an account, or the browser of a guest. */
export const callBan = pgTable(
  "call_ban",
  {
    id: id(),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    identity: text("identity").notNull(),
    /** As they were called then: what the list of bans shows. */
    name: text("name").notNull(),
    bannedBy: reference("banned_by").references(() => user.id, { onDelete: "set null" }),
    bannedAt: timestamptz("banned_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("call_ban_identity").on(t.roomId, t.identity)],
);

/** Webhooks already acted on: LiveKit repeats them. */
export const livekitWebhook = pgTable("livekit_webhook", {
  id: text("id").primaryKey(),
  event: text("event").notNull(),
  receivedAt: timestamptz("received_at").notNull().defaultNow(),
});

/** What somebody said in a call, in writing: one finished sentence, as their own browser told it. Who spoke is named by their visits. */
export const callCaption = pgTable(
  "call_caption",
  {
    id: id(),
    callId: reference("call_id").notNull().references(() => call.id, { onDelete: "cascade" }),
    identity: text("identity").notNull(),
    /** The speaker's own number of the sentence: the same one again is the same sentence. */
    segment: text("segment").notNull(),
    /** From the beginning of the call. */
    startMs: integer("start_ms").notNull(),
    endMs: integer("end_ms").notNull(),
    content: text("content").notNull(),
  },
  (t) => [uniqueIndex("call_caption_segment").on(t.callId, t.identity, t.segment), index("call_caption_identity").on(t.identity)],
);
