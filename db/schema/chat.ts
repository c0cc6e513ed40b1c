import { sql } from "drizzle-orm";
import { bigint, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { room } from "@/db/schema/rooms";

export const message = pgTable(
  "message",
  {
    id: id(),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    /** The room's version that this message took: its place in the order. */
    version: bigint("version", { mode: "number" }).notNull(),
    kind: text("kind", { enum: ["text", "system"] }).notNull().default("text"),
    userId: reference("user_id").references(() => user.id, { onDelete: "set null" }),
    /** Made by the sender: the same one again is the same message. */
    clientId: uuid("client_id"),
    content: text("content").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("message_room_version").on(t.roomId, t.version),
    uniqueIndex("message_client").on(t.userId, t.clientId).where(sql`${t.clientId} is not null`),
  ],
);
