import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { guest } from "@/db/schema/guests";
import { room } from "@/db/schema/rooms";
import { reportMeasures, reportReasons } from "@/lib/reports/constants";
import type { KeptMessage } from "@/lib/reports/contract";

/** Somebody asks moderators to look at a message; with what stood around it then, so that a later change hides nothing. */
export const messageReport = pgTable(
  "message_report",
  {
    id: id(),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    messageId: reference("message_id").notNull().references(() => message.id, { onDelete: "cascade" }),
    reporterId: reference("reporter_id").references(() => user.id, { onDelete: "set null" }),
    authorId: reference("author_id").references(() => user.id, { onDelete: "set null" }),
    /** Instead of a person: the guest of a call who wrote it. */
    authorGuestId: reference("author_guest_id").references(() => guest.id, { onDelete: "set null" }),
    reason: text("reason", { enum: reportReasons }).notNull(),
    words: text("words"),
    context: jsonb("context").$type<KeptMessage[]>().notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    closedAt: timestamptz("closed_at"),
    closedBy: bigint("closed_by", { mode: "number" }).references(() => user.id, { onDelete: "set null" }),
    /** What was decided; empty where nothing was to be done. */
    measures: text("measures", { enum: reportMeasures }).array().notNull().default(sql`'{}'`),
  },
  (t) => [
    uniqueIndex("message_report_once").on(t.messageId, t.reporterId).where(sql`${t.reporterId} is not null`),
    index("message_report_message").on(t.messageId),
    index("message_report_open").on(t.id).where(sql`${t.closedAt} is null`),
    index("message_report_closed").on(t.closedAt),
    index("message_report_room").on(t.roomId),
    index("message_report_reporter").on(t.reporterId),
    index("message_report_author").on(t.authorId),
  ],
);
