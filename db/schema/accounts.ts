import { sql } from "drizzle-orm";
import { boolean, check, index, inet, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { locales, tokenPurposes, userRoles } from "@/lib/accounts/contract";
import type { NotificationChoices } from "@/lib/notifications/contract";
import type { RoomDefaults } from "@/lib/rooms/contract";

export const user = pgTable(
  "user",
  {
    id: id(),
    /** Trimmed and in lower case. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** argon2id; null for those who only sign in with an organisation. */
    passwordHash: text("password_hash"),
    role: text("role", { enum: userRoles }).notNull().default("user"),
    /** False until the address was confirmed, and after an administrator switched the account off. */
    isActive: boolean("is_active").notNull().default(false),
    emailVerifiedAt: timestamptz("email_verified_at"),
    locale: text("locale", { enum: locales }).notNull().default("en"),
    timeZone: text("time_zone").notNull().default("UTC"),
    /** False while the zone is only our first guess; the browser's own is offered then. */
    isTimeZoneChosen: boolean("is_time_zone_chosen").notNull().default(false),
    /** Name of the picture's folder in storage, made from its content; null for initials. */
    picture: text("picture"),
    /** Name of the folder with the picture that they have behind them in calls; only they get it. Null for none. */
    background: text("background"),
    /** What a new room starts with where its maker says nothing. */
    roomDefaults: jsonb("room_defaults").$type<RoomDefaults>().notNull().default({}),
    /** What differs from the defaults of `lib/notifications/contract`. */
    /** Whether people from one's rooms may begin a direct conversation. */
    takesDirect: boolean("takes_direct").notNull().default(true),
    notificationChoices: jsonb("notification_choices").$type<NotificationChoices>().notNull().default({}),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    updatedAt: timestamptz("updated_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("user_email").on(t.email), index("user_picture").on(t.picture), index("user_background").on(t.background), check("user_email_lower", sql`${t.email} = lower(${t.email})`)],
);

/** A sign-in, whichever door it came through. The cookie carries only this id; ending the row ends every copy. */
export const session = pgTable(
  "session",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    /** Hash of the refresh token that is good now. */
    refreshHash: text("refresh_hash").notNull(),
    /** Hash of the one before it, until its successor was presented. */
    previousRefreshHash: text("previous_refresh_hash"),
    userAgent: text("user_agent"),
    address: inet("address"),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    lastSeenAt: timestamptz("last_seen_at").notNull().defaultNow(),
    expiresAt: timestamptz("expires_at").notNull(),
    revokedAt: timestamptz("revoked_at"),
    /** When its person last proved again that it is them. Signing in was the first proof. */
    provenAt: timestamptz("proven_at"),
  },
  (t) => [index("session_user").on(t.userId), uniqueIndex("session_refresh").on(t.refreshHash), index("session_previous_refresh").on(t.previousRefreshHash)],
);

/** Single-use links in mails; only the hash, bound to its purpose, is kept. */
export const accountToken = pgTable(
  "account_token",
  {
    id: id(),
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    purpose: text("purpose", { enum: tokenPurposes }).notNull(),
    hash: text("hash").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    expiresAt: timestamptz("expires_at").notNull(),
    usedAt: timestamptz("used_at"),
  },
  (t) => [uniqueIndex("account_token_hash").on(t.hash), index("account_token_user").on(t.userId, t.purpose)],
);

/** Counters of failed or costly attempts; in Postgres so that they survive a restart and hold for all processes. */
export const rateLimit = pgTable("rate_limit", {
  key: text("key").primaryKey(),
  count: integer("count").notNull(),
  resetAt: timestamptz("reset_at").notNull(),
});
