import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { accessLevels, roomKinds, roomRoles } from "@/lib/rooms/constants";

/** The centre of the product: an address with members, a chat, calls, meetings, recordings. */
export const room = pgTable(
  "room",
  {
    id: id(),
    /** `direct`: two people write to each other; each sees it under the other's name, and what it is called here nobody is shown. */
    kind: text("kind", { enum: roomKinds }).notNull().default("room"),
    /** Of a direct one the two, the lower number first; there is one for a pair. Null for who has no account any more. */
    directLow: reference("direct_low").references(() => user.id, { onDelete: "set null" }),
    directHigh: reference("direct_high").references(() => user.id, { onDelete: "set null" }),
    name: text("name").notNull(),
    /** Stays taken for as long as the row exists, also while the room is deleted. */
    slug: text("slug").notNull(),
    accessLevel: text("access_level", { enum: accessLevels }).notNull().default("public"),
    listed: boolean("listed").notNull().default(false),
    /** The switches that were chosen; the others have their defaults (`roomSettings`). */
    configuration: jsonb("configuration").$type<Record<string, unknown>>().notNull().default({}),
    /** Grows by one with each event of the room, under this row's lock: gap-free and in commit order. */
    version: bigint("version", { mode: "number" }).notNull().default(0),
    memberCount: integer("member_count").notNull().default(0),
    lastMessageId: reference("last_message_id"),
    /** Order of a person's room list: the last message, or the creation. */
    bumpedAt: timestamptz("bumped_at").notNull().defaultNow(),
    createdBy: reference("created_by").references(() => user.id, { onDelete: "set null" }),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    updatedAt: timestamptz("updated_at").notNull().defaultNow(),
    deletedAt: timestamptz("deleted_at"),
  },
  (t) => [
    uniqueIndex("room_slug").on(t.slug),
    uniqueIndex("room_direct_pair").on(t.directLow, t.directHigh).where(sql`${t.kind} = 'direct' and ${t.directLow} is not null and ${t.directHigh} is not null`),
    index("room_direct_high").on(t.directHigh).where(sql`${t.directHigh} is not null`),
    uniqueIndex("room_listed_name").on(sql`lower(${t.name})`).where(sql`${t.listed} and ${t.deletedAt} is null`),
  ],
);

export const roomMember = pgTable(
  "room_member",
  {
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    role: text("role", { enum: roomRoles }).notNull(),
    /** Unread is `room.version - read_version`. */
    readVersion: bigint("read_version", { mode: "number" }).notNull().default(0),
    /** Their own wish: what is unread here is not shown, unless it names them. */
    muted: boolean("muted").notNull().default(false),
    joinedAt: timestamptz("joined_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.roomId] }), index("room_member_room").on(t.roomId, t.userId), index("room_member_joined").on(t.joinedAt)],
);

/**
 * Somebody asked by mail to become a member. Open until it was used or revoked; of an address there is one open one in a
 * room, which a new mail renews. All that changes a row holds the room's lock.
 */
export const roomInvitation = pgTable(
  "room_invitation",
  {
    id: id(),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    /** Lower case, as accounts have it. */
    email: text("email").notNull(),
    role: text("role", { enum: roomRoles }).notNull(),
    /** Of the link in the last mail; older links open nothing. */
    tokenHash: text("token_hash").notNull(),
    /** Whose right it rests on: whoever sent the last mail. */
    invitedBy: reference("invited_by").references(() => user.id, { onDelete: "set null" }),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    /** The last mail; null where it was taken back before it went out. */
    mailedAt: timestamptz("mailed_at"),
    expiresAt: timestamptz("expires_at").notNull(),
    revokedAt: timestamptz("revoked_at"),
    acceptedAt: timestamptz("accepted_at"),
    acceptedBy: reference("accepted_by").references(() => user.id, { onDelete: "set null" }),
  },
  (t) => [
    uniqueIndex("room_invitation_token").on(t.tokenHash),
    uniqueIndex("room_invitation_open").on(t.roomId, t.email).where(sql`${t.revokedAt} is null and ${t.acceptedAt} is null`),
    index("room_invitation_email").on(t.email),
    index("room_invitation_expiry").on(t.expiresAt),
  ],
);

/** A room's history in one gap-free sequence: what every reader catches up from. */
export const roomEvent = pgTable(
  "room_event",
  {
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    version: bigint("version", { mode: "number" }).notNull(),
    type: text("type").notNull(),
    body: jsonb("body").$type<Record<string, unknown>>().notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.roomId, t.version] }), index("room_event_age").on(t.createdAt)],
);
