import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { room } from "@/db/schema/rooms";
import { attendeeResponses } from "@/lib/meetings/contract";

/** A scheduled meeting, once or by a rule. When it takes place stands in its occurrences. */
export const meeting = pgTable(
  "meeting",
  {
    id: id(),
    /** The part of its address that counts, and its name in calendars; never changes. */
    uuid: uuid("uuid").notNull().defaultRandom(),
    title: text("title").notNull(),
    /** Null after the host's account was deleted. */
    hostId: reference("host_id").references(() => user.id, { onDelete: "set null" }),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    /** A room made for this meeting opens and closes with it; a chosen one does not. */
    ownsRoom: boolean("owns_room").notNull(),
    /** The first start of the rule that is in force now. */
    startsAt: timestamptz("starts_at").notNull(),
    durationMinutes: integer("duration_minutes").notNull(),
    /** By name: what nine o'clock is next month depends on it. */
    timeZone: text("time_zone").notNull(),
    /** An RFC 5545 rule without DTSTART; null for a meeting that takes place once. */
    rrule: text("rrule"),
    /** Until when the rule was turned into occurrences. */
    expandedUntil: timestamptz("expanded_until"),
    /** SEQUENCE of its calendar entry: rises with each change that people are told of. */
    sequence: integer("sequence").notNull().default(0),
    cancelledAt: timestamptz("cancelled_at"),
    /** Of the request that made it, so that its repetition makes no second one. */
    idempotencyKey: text("idempotency_key"),
    idempotencyHash: text("idempotency_hash"),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    updatedAt: timestamptz("updated_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("meeting_uuid").on(t.uuid),
    uniqueIndex("meeting_own_room").on(t.roomId).where(sql`${t.ownsRoom}`),
    uniqueIndex("meeting_idempotency").on(t.hostId, t.idempotencyKey).where(sql`${t.idempotencyKey} is not null`),
    index("meeting_host").on(t.hostId),
    index("meeting_room").on(t.roomId),
    index("meeting_series").on(t.expandedUntil).where(sql`${t.rrule} is not null and ${t.cancelledAt} is null`),
    check("meeting_duration", sql`${t.durationMinutes} between 1 and 1440`),
  ],
);

/** One time that a meeting takes place. Windows, lists, reminders and ends are read from here alone. */
export const meetingOccurrence = pgTable(
  "meeting_occurrence",
  {
    id: id(),
    meetingId: reference("meeting_id").notNull().references(() => meeting.id, { onDelete: "cascade" }),
    /** The start that the rule gave: RECURRENCE-ID in calendars, also after this one was moved. */
    originalStartsAt: timestamptz("original_starts_at").notNull(),
    startsAt: timestamptz("starts_at").notNull(),
    /** With what the host added. */
    endsAt: timestamptz("ends_at").notNull(),
    extendedMinutes: integer("extended_minutes").notNull().default(0),
    /** When the host opened it, before its start. */
    openedAt: timestamptz("opened_at"),
    /** When it was ended by hand, before its end. */
    closedAt: timestamptz("closed_at"),
    cancelledAt: timestamptz("cancelled_at"),
    /** When its end was carried out: the call closed for all. Null while that is still to do. */
    endedAt: timestamptz("ended_at"),
  },
  (t) => [
    uniqueIndex("meeting_occurrence_original").on(t.meetingId, t.originalStartsAt),
    index("meeting_occurrence_start").on(t.startsAt),
    index("meeting_occurrence_meeting").on(t.meetingId, t.startsAt),
    index("meeting_occurrence_to_end").on(t.endsAt).where(sql`${t.endedAt} is null`),
    check("meeting_occurrence_order", sql`${t.endsAt} > ${t.startsAt}`),
  ],
);

/** Who was asked to come: by address, and as the person who had that address then. */
export const meetingAttendee = pgTable(
  "meeting_attendee",
  {
    id: id(),
    meetingId: reference("meeting_id").notNull().references(() => meeting.id, { onDelete: "cascade" }),
    userId: reference("user_id").references(() => user.id, { onDelete: "set null" }),
    /** Trimmed and in lower case. */
    email: text("email").notNull(),
    response: text("response", { enum: attendeeResponses }).notNull().default("open"),
    /** What the last mail said, as a hash: whoever was told the same is not told again. Null before the first one. */
    toldHash: text("told_hash"),
    /** Taken off the list; the row stays until the person was told. */
    removedAt: timestamptz("removed_at"),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("meeting_attendee_email").on(t.meetingId, t.email), index("meeting_attendee_user").on(t.userId)],
);

/** The address under which a calendar program reads a person's meetings; only the hash of its secret is kept. */
export const meetingFeed = pgTable(
  "meeting_feed",
  {
    userId: reference("user_id").primaryKey().references(() => user.id, { onDelete: "cascade" }),
    hash: text("hash").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    lastReadAt: timestamptz("last_read_at"),
  },
  (t) => [uniqueIndex("meeting_feed_hash").on(t.hash)],
);
