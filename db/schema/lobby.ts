import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { guest } from "@/db/schema/guests";
import { room } from "@/db/schema/rooms";
import { lobbyReasons, lobbyStates } from "@/lib/lobby/contract";

/** Someone who asked to be let into a room's call, and what came of it. One waits at most once in a room: the index says so. */
export const lobbyEntry = pgTable(
  "lobby_entry",
  {
    id: id(),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    userId: reference("user_id").references(() => user.id, { onDelete: "cascade" }),
    guestId: reference("guest_id").references(() => guest.id, { onDelete: "cascade" }),
    /** Their name in calls: `u<user id>` or `g<guest id>`. */
    identity: text("identity").notNull().generatedAlwaysAs(sql`coalesce('u' || user_id::text, 'g' || guest_id::text)`),
    /** As they were called when they asked. */
    name: text("name").notNull(),
    state: text("state", { enum: lobbyStates }).notNull().default("waiting"),
    /** Why it is over; null while it is not, and where a host decided. */
    reason: text("reason", { enum: lobbyReasons }),
    askedAt: timestamptz("asked_at").notNull().defaultNow(),
    /** Since when nobody looks at the waiting page; short absences (a reload) do not count. */
    awayAt: timestamptz("away_at"),
    /** When the waiting page was last read: what an older page says while it goes is old news. */
    lookedAt: timestamptz("looked_at").notNull().defaultNow(),
    /** When it was last looked at whether they still have to wait. */
    judgedAt: timestamptz("judged_at").notNull().defaultNow(),
    decidedAt: timestamptz("decided_at"),
    decidedBy: reference("decided_by").references(() => user.id, { onDelete: "set null" }),
  },
  (t) => [
    check("lobby_entry_person", sql`num_nonnulls(${t.userId}, ${t.guestId}) = 1`),
    uniqueIndex("lobby_entry_waiting").on(t.roomId, t.identity).where(sql`${t.state} = 'waiting'`),
    index("lobby_entry_queue").on(t.roomId, t.askedAt).where(sql`${t.state} = 'waiting'`),
    index("lobby_entry_identity").on(t.identity, t.roomId, t.askedAt),
    index("lobby_entry_decided").on(t.decidedAt),
  ],
);

/** What hosts and somebody who waits write to each other; gone with the entry. */
export const lobbyMessage = pgTable(
  "lobby_message",
  {
    id: id(),
    entryId: reference("entry_id").notNull().references(() => lobbyEntry.id, { onDelete: "cascade" }),
    isFromHost: boolean("is_from_host").notNull(),
    authorName: text("author_name").notNull(),
    content: text("content").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
  },
  (t) => [index("lobby_message_entry").on(t.entryId, t.id)],
);
