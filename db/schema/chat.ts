import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { guest } from "@/db/schema/guests";
import { room } from "@/db/schema/rooms";
import { attachmentKinds, messageDeleters, systemLines, type Attachment } from "@/lib/chat/contract";

/** What a message is found by. The index knows this expression, so a search has to say it word for word. */
export function messageWords(t: { content: SQLWrapper; roomId: SQLWrapper }): SQL {
  return sql`(to_tsvector('simple', ${t.content}) || array_to_tsvector(array[' ' || ${t.roomId}::text]))`;
}

export const message = pgTable(
  "message",
  {
    id: id(),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    /** The room's version that this message took: its place in the order. */
    version: bigint("version", { mode: "number" }).notNull(),
    kind: text("kind", { enum: ["text", "system"] }).notNull().default("text"),
    /** Of a system message: what happened. It has the version of the event that told it, and `user_id` is who did it. */
    line: text("line", { enum: systemLines }),
    userId: reference("user_id").references(() => user.id, { onDelete: "set null" }),
    /** Instead of a person: the guest of a call who wrote it. */
    guestId: reference("guest_id").references(() => guest.id, { onDelete: "set null" }),
    /** The message of the same room that this one answers. No reference for the database to keep: rows never go before their room does, and then all go. */
    replyToId: reference("reply_to_id"),
    /** Made by the sender: the same one again is the same message. */
    clientId: uuid("client_id"),
    /** What is told of its files, in their order; null where it has none. A file never changes, so this is said once, and nothing is looked up for a page. */
    attachments: jsonb("attachments").$type<Attachment[]>(),
    /** Of a system message what it names, such as a room's new name; often nothing. */
    content: text("content").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    editedAt: timestamptz("edited_at"),
    /** Its text is gone then; that something stood here stays. */
    deletedAt: timestamptz("deleted_at"),
    deletedBy: text("deleted_by", { enum: messageDeleters }),
    /** The room's version at which its reactions changed last; null where there never was one, so that most messages are not looked up. */
    reactionsVersion: bigint("reactions_version", { mode: "number" }),
  },
  (t) => [
    uniqueIndex("message_room_version").on(t.roomId, t.version),
    // Its words, and the room as one more that nobody can type: what is found in one room costs nothing in others.
    index("message_search").using("gin", messageWords(t)).where(sql`${t.kind} = 'text'`),
    uniqueIndex("message_client").on(t.userId, t.clientId).where(sql`${t.clientId} is not null`),
    uniqueIndex("message_guest_client").on(t.guestId, t.clientId).where(sql`${t.guestId} is not null and ${t.clientId} is not null`),
  ],
);

/** When somebody wrote last in a room with slow mode; elsewhere nothing is kept. Written by the statement that writes the message. */
export const messageTurn = pgTable(
  "message_turn",
  {
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    userId: reference("user_id").references(() => user.id, { onDelete: "cascade" }),
    /** Instead of a person: a guest of the call. */
    guestId: reference("guest_id").references(() => guest.id, { onDelete: "cascade" }),
    at: timestamptz("at").notNull(),
  },
  (t) => [
    uniqueIndex("message_turn_user").on(t.userId, t.roomId).where(sql`${t.userId} is not null`),
    uniqueIndex("message_turn_guest").on(t.guestId, t.roomId).where(sql`${t.guestId} is not null`),
    index("message_turn_room").on(t.roomId),
    check("message_turn_one_author", sql`num_nonnulls(${t.userId}, ${t.guestId}) = 1`),
  ],
);

/** A sign that somebody set to a message: one of a kind and person. */
export const messageReaction = pgTable(
  "message_reaction",
  {
    id: id(),
    messageId: reference("message_id").notNull().references(() => message.id, { onDelete: "cascade" }),
    emoji: text("emoji").notNull(),
    userId: reference("user_id").references(() => user.id, { onDelete: "cascade" }),
    /** Instead of a person: a guest of the call. */
    guestId: reference("guest_id").references(() => guest.id, { onDelete: "cascade" }),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("message_reaction_user").on(t.messageId, t.emoji, t.userId).where(sql`${t.userId} is not null`),
    uniqueIndex("message_reaction_guest").on(t.messageId, t.emoji, t.guestId).where(sql`${t.guestId} is not null`),
    index("message_reaction_of_user").on(t.userId),
    index("message_reaction_of_guest").on(t.guestId).where(sql`${t.guestId} is not null`),
    check("message_reaction_one_author", sql`num_nonnulls(${t.userId}, ${t.guestId}) = 1`),
  ],
);

/** Somebody is named in a message. */
export const messageMention = pgTable(
  "message_mention",
  {
    id: id(),
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    /** The place of the message. */
    version: bigint("version", { mode: "number" }).notNull(),
    /** As the text has it: their name when it was written. */
    name: text("name").notNull(),
  },
  (t) => [uniqueIndex("message_mention_person").on(t.userId, t.roomId, t.version), index("message_mention_place").on(t.roomId, t.version)],
);

/**
 * A file that somebody gave to a room: first by itself, then as part of the message that carries it. The row is there
 * before the bytes are and goes after them, so that none lie in the storage without one.
 */
export const messageFile = pgTable(
  "message_file",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Null when the room is gone: then the file goes too. */
    roomId: reference("room_id").references(() => room.id, { onDelete: "set null" }),
    userId: reference("user_id").references(() => user.id, { onDelete: "set null" }),
    /** Null until it was sent. */
    messageId: reference("message_id").references(() => message.id, { onDelete: "set null" }),
    name: text("name").notNull(),
    kind: text("kind", { enum: attachmentKinds }).notNull().default("file"),
    type: text("type").notNull(),
    /** Of the file as others get it. */
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    /** Upright, of pictures alone. */
    width: integer("width"),
    height: integer("height"),
    isMoving: boolean("is_moving").notNull().default(false),
    /** Folder in the storage. */
    storagePrefix: text("storage_prefix").notNull(),
    /** What it takes of the quotas, its preview included; what was announced until all is there. */
    storedBytes: bigint("stored_bytes", { mode: "number" }).notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    /** When all of it was there and had been looked at. */
    readyAt: timestamptz("ready_at"),
    /** From here on nobody gets it; its bytes go, and then the row. */
    removedAt: timestamptz("removed_at"),
  },
  (t) => [
    index("message_file_message").on(t.messageId),
    index("message_file_room").on(t.roomId),
    index("message_file_user").on(t.userId),
    index("message_file_loose").on(t.createdAt).where(sql`${t.messageId} is null or ${t.removedAt} is not null`),
  ],
);
